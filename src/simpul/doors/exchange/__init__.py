"""Files in and out: the task's workbook, long tables, deliveries. Reading never trusts what it is given."""
