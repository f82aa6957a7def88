"""How each subject's charts and maps are drawn: functions of a palette that know no store."""
