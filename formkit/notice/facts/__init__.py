"""The facts of a task that notices speak of: each module says its terms and gives their values out of a scene.

Every value is a text ready to print, or a list of such; counts are digits. Numbers of people are written together, 3户9人.
"""
