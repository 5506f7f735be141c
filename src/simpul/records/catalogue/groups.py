"""Words by which people and matters are sorted: groups in vulnerable situations, fields of people's lives."""

from __future__ import annotations

from django.db import models


class PopulationGroup(models.Model):
    """A group of people in a vulnerable situation, by which figures are split and benefits are counted."""

    code = models.CharField(max_length=60, unique=True)
    label_id = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "simpul_population_group"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code

    def label(self, language: str) -> str:
        """The label in a language."""
        return self.label_en if language == "en" else self.label_id


class FieldOfLife(models.Model):
    """A field of people's lives, such as health or work; bodies and indicators are found by it."""

    code = models.CharField(max_length=60, unique=True)
    label_id = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    covers_id = models.TextField(blank=True)
    covers_en = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    source = models.TextField(blank=True)
    confidence = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "simpul_field_of_life"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code

    def label(self, language: str) -> str:
        """The label in a language."""
        return self.label_en if language == "en" else self.label_id

    def covers(self, language: str) -> str:
        """What belongs to it, in a language."""
        return self.covers_en if language == "en" else self.covers_id
