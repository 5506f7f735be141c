"""What is remarked on a concept's name, in words: one sentence and one hint for each rule, in both languages."""

from __future__ import annotations

from .errors import Sentence

NAMING_SENTENCES: dict[str, Sentence] = {
    "NAMING-NAME": Sentence(
        "Nama konsep belum ada.",
        "The concept has no name yet.",
        "Tulis gagasan yang diukur, terpisah dari ukuran dan satuannya.",
        "Name the idea that is measured, apart from its measure and unit.",
    ),
    "NAMING-DEFINITION": Sentence(
        "Definisi belum ada.",
        "There is no definition yet.",
        "Definisi wajib bersama nama dan rujukan konsep.",
        "A definition is mandatory beside the concept's name and reference.",
    ),
    "NAMING-REFERENCE": Sentence(
        "Rujukan konsep belum ada.",
        "The concept has no reference yet.",
        "Sebutkan dokumen yang menetapkan konsep itu.",
        "Name the document that sets out the concept.",
    ),
    "NAMING-CAPITAL": Sentence(
        "“{name}”: tiap kata berawal huruf besar; yang belum: {words}.",
        "“{name}”: every word begins with a capital; not yet: {words}.",
        "Kata tugas seperti “dan” dan “di” tetap huruf kecil.",
        "Small words such as “dan” and “di” stay in lower case.",
    ),
    "NAMING-UNIQUE": Sentence(
        "“{name}” juga nama konsep {others}, yang ditulis atau didefinisikan lain.",
        "“{name}” also names the concept of {others}, written or defined otherwise.",
        "Bila konsepnya satu, samakan penulisan dan definisinya; bila bukan, beri nama lain.",
        "If it is one concept, write and define it alike; if not, give it another name.",
    ),
    "NAMING-ABBREVIATION": Sentence(
        "Nama memuat singkatan: {words}.",
        "The name holds an abbreviation: {words}.",
        "Tulis kepanjangannya, kecuali singkatan yang dikenal umum.",
        "Write it out, unless everybody knows it.",
    ),
    "NAMING-MEASURE": Sentence(
        "Nama berawal dengan ukuran: “{word}”.",
        "The name begins with a measure: “{word}”.",
        "Ukuran punya kolom sendiri; nama memuat gagasannya saja.",
        "The measure has a field of its own; the name holds the idea alone.",
    ),
    "NAMING-PERIOD": Sentence(
        "Nama memuat periode: “{word}”.",
        "The name holds a period: “{word}”.",
        "Periode berada pada angkanya, bukan pada nama konsep.",
        "The period belongs to the figure, not to the concept's name.",
    ),
    "NAMING-REGION": Sentence(
        "Nama memuat wilayah: “{word}”.",
        "The name holds a region: “{word}”.",
        "Wilayah adalah klasifikasi penyajian, bukan bagian nama konsep.",
        "A region is a way of breaking down, not part of the concept's name.",
    ),
}
