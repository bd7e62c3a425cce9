"""A blank official workbook -> a first schema, so that an office brings a form of its own without writing code.

``sheet`` and ``raw`` read the file, ``header`` and ``table`` find the form on it, ``frame`` what stands around it,
``guess`` what each column holds; ``compose`` puts the form together, ``write`` says it in YAML, ``first`` runs them all. What could not be
told is a ``# ?`` line; nothing that was filled in is taken over but the values of dropdowns.
"""
