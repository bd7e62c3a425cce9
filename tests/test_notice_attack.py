"""What an attack from outside found: numbers in names of places, a task's own notices that reach further, nobody late before the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from drawn import person
from notice_task import COUNTY, VILLAGE, made, people, scene
from office_task import FORM, new_task, run
from test_documents_wall import faults

from formkit import disk
from formkit.notice.facts import reporting
from formkit.notice.scene import Scene
from formkit.states import State
from formkit.task import parse_extensions if False else Extension
