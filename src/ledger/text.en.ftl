# The ledger
ledger-kind-class-held = A session was held
ledger-kind-class-attended = Attended a session
ledger-kind-skill-shown = Did it unaided before a witness
ledger-kind-skill-tried = Checked, not unaided yet
ledger-kind-person-merged = Two records of one person were merged
ledger-kind-person-unmerged = Two records were taken apart again
ledger-kind-ledger-restored = A voided entry counts again
ledger-kind-ledger-voided = An earlier entry was voided
ledger-grade-a = Witnessed
ledger-grade-b = Supervised
ledger-grade-c = Self-declared
ledger-grade-d = Imported
