subsection-access-audit = Role audit
function-access-audit-view = Role audit
function-access-role-merge = Replacing a role for all its holders
menu-role-audit = Role audit
edit-end = Take all rights away
roleaudit-title = Role audit
roleaudit-use = Over what time to look at use
roleaudit-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
roleaudit-period = { $count ->
    [one] Use is seen from the journal from { $from } to { $to }: { $count } entry was read.
   *[other] Use is seen from the journal from { $from } to { $to }: { $count } entries were read.
}
roleaudit-period-short = These are not all { $days } days: entries before { $from } do not exist or were not read.
roleaudit-pdf = PDF document
roleaudit-xlsx = XLSX workbook
roleaudit-nothing = Nothing was found.
roleaudit-none = None found.
roleaudit-more = and { $count } more
roleaudit-equal = Roles with the same functions
roleaudit-nested = Roles within others
roleaudit-unused = Functions that nobody used
roleaudit-excess = Roles that the employee did not use
roleaudit-conflict = Conflicts of duties
roleaudit-roleless = Employees without a role
roleaudit-ended = Rights past their end
roleaudit-said-equal = the same functions as the role "{ $other }"
roleaudit-said-nested = the role "{ $other }" has all its functions
roleaudit-said-unused = { $count ->
    [one] { $count } function was used by none of the holders
   *[other] { $count } functions were used by none of the holders
}
roleaudit-said-excess = never used the role "{ $role }"
roleaudit-said-conflict = "{ $one }" and "{ $other }". { $why }
roleaudit-said-roleless = has no role
roleaudit-said-ended-grant = the period of access ended on { $day }
roleaudit-said-ended-card = the period of the user ended on { $day }
roleaudit-said-ended-inactive = the user is inactive, the rights are still there
roleaudit-way-merge = Give "{ $other }" instead of "{ $role }"
roleaudit-way-compare = Compare
roleaudit-way-narrow = Drop them from the role
roleaudit-way-another = Make an own role without them
roleaudit-way-card = Open the card
roleaudit-functions = Functions
roleaudit-holders = Holders
roleaudit-holder = Holder
roleaudit-nobody = granted to nobody
roleaudit-merge = Replace by another role for all holders
roleaudit-merge-into = By which role
roleaudit-merge-title = Give "{ $other }" instead of "{ $role }"
roleaudit-merge-removes = The role "{ $role }" will be removed
roleaudit-choose-role = Choose another role from the list
roleaudit-too-many = More than { $most } users hold the role: too many to replace at once. Replace it for some of them on their cards
roleaudit-roles-of = Roles, their functions and holders
roleaudit-author = Audited by
roleaudit-paper-check = The document can be checked by auditing the roles again: it was made from the rights in force and the journal.
roleaudit-kind = Finding
roleaudit-about = Role or employee
roleaudit-found = What was found
roleaudit-findings = Findings
roleaudit-sheet-functions = Roles and functions
roleaudit-lacking = Rights are lacking
roleaudit-said-lacking = { $count ->
    [one] refused { $count } time: the employee does not have this function
   *[other] refused { $count } times: the employee does not have this function
}
roleaudit-said-hidden = { $count ->
    [one] refused { $count } time: rule No { $rule } hides the section
   *[other] refused { $count } times: rule No { $rule } hides the section
}
roleaudit-way-widen = Add the function to the role "{ $role }"
roleaudit-way-rule = Change rule No { $rule }
roleaudit-way-why = Why it is refused
roleaudit-way-takes = { $count ->
    [one] takes { $count } function away
   *[other] takes { $count } functions away
}
roleaudit-way-gives = { $count ->
    [one] adds { $count } function
   *[other] adds { $count } functions
}
roleaudit-way-both = adds { $gained } functions, takes { $lost } away
