//! Reads a village list out of a workbook: columns by their headings, rows with reasons.
