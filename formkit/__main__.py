"""python -m formkit"""

from formkit.cli import main

main()
