"""What the workbook says to the people who fill it in, in both languages."""

from __future__ import annotations

from typing import Any

WORDS: dict[str, dict[str, Any]] = {
    "id": {
        "page": "Halaman &P dari &N",
        "title": "Laporan {round}",
        "offices": "K/L",
        "due": "Tenggat",
        "asked": "Yang diminta",
        "count": "{figures} angka, {confirm} konfirmasi, {texts} isian narasi",
        "version": "Isi saat diunduh",
        "as_of": "Versi {version}, {made}",
        "how": "Cara mengisi",
        "steps": (
            (
                "Lembar {figures}",
                "Isi kolom Nilai baru, lalu pilih Sifat angka. "
                "Tulis angkanya saja; batas seperti <2,5 boleh.",
            ),
            (
                "Tidak ada angka baru",
                "Kosongkan nilainya dan pilih “Tidak ada yang baru” atau “Tidak tersedia”. "
                "Bila tidak tersedia, tulis alasannya.",
            ),
            (
                "Angka K/L lain",
                "Cukup pilih “Konfirmasi”. Bila menurut Anda keliru, tulis catatan untuk wali angka.",
            ),
            (
                "Lembar {narrative}",
                "Tulis ringkas. Bila tidak ada yang perlu disampaikan, tulis “tidak ada”.",
            ),
            (
                "Unggah",
                "Simpan sebagai .xlsx, lalu unggah di halaman tugas. "
                "Semua temuan tampil dulu dengan selnya; "
                "tidak ada yang tersimpan sebelum Anda mengonfirmasi.",
            ),
            (
                "Yang boleh",
                "Baris boleh diurutkan. "
                "Jangan menghapus kolom, lembar tersembunyi, atau baris kode di atas judul.",
            ),
        ),
        "colours": "Arti warna",
        "sand": "Diisi K/L Anda",
        "white": "Keterangan, untuk dibaca",
        "grey": "Tidak diisi pada putaran ini",
        "figures": "Angka {round}",
        "figures_lead": "Isi kotak kuning. Nilai terakhir yang diterima ada di sebelah kirinya.",
        "band_confirm": "Wali angka di K/L lain: cukup konfirmasi",
        "band_later": "Belum jatuh tempo",
        "next": "rilis {day}",
        "no_next": "tanggal rilis belum ditetapkan",
        "total": "Jumlah",
        "value_title": "Nilai baru",
        "value_help": "Dalam {unit}. Angka saja, atau batas seperti <2,5. Kosongkan bila tidak ada.",
        "pick_title": "Pilih dari daftar",
        "pick": "Pilih salah satu dari daftar, atau kosongkan.",
        "narrative": "Narasi {round}",
        "narrative_lead": "Satu kotak untuk setiap isian. Alt+Enter untuk baris baru.",
        "limit": "Paling banyak {limit} karakter.",
    },
    "en": {
        "page": "Page &P of &N",
        "title": "Report {round}",
        "offices": "Office",
        "due": "Due",
        "asked": "Asked for",
        "count": "{figures} figures, {confirm} to confirm, {texts} narrative fields",
        "version": "State at download",
        "as_of": "Version {version}, {made}",
        "how": "How to fill it in",
        "steps": (
            (
                "Sheet {figures}",
                "Fill in New value, then choose its Nature. "
                "Write the number alone; a limit such as <2.5 is fine.",
            ),
            (
                "No new figure",
                "Leave the value empty and choose “Nothing new” or “Not available”. "
                "If it is not available, say why.",
            ),
            (
                "Another office's figure",
                "Choose “Confirm”. If you believe it is wrong, write a comment to its custodian.",
            ),
            ("Sheet {narrative}", "Be brief. If there is nothing to say, write “none”."),
            (
                "Upload",
                "Save as .xlsx, then upload it on the task's page. "
                "All findings are shown first, with their cells; "
                "nothing is stored before you confirm.",
            ),
            (
                "What you may do",
                "Rows may be sorted. "
                "Do not delete columns, the hidden sheet, or the row of codes above the headings.",
            ),
        ),
        "colours": "What the colours mean",
        "sand": "Filled in by your office",
        "white": "For reading",
        "grey": "Not filled in this round",
        "figures": "Figures {round}",
        "figures_lead": "Fill in the yellow boxes. The last accepted value stands to their left.",
        "band_confirm": "Custodian in another office: confirm only",
        "band_later": "Not due yet",
        "next": "release {day}",
        "no_next": "release date not set",
        "total": "Total",
        "value_title": "New value",
        "value_help": "In {unit}. The number alone, or a limit such as <2.5. Empty if there is none.",
        "pick_title": "Choose from the list",
        "pick": "Choose one from the list, or leave it empty.",
        "narrative": "Narrative {round}",
        "narrative_lead": "One box for each field. Alt+Enter starts a new line.",
        "limit": "At most {limit} characters.",
    },
}
