backup-done = The copy is ready, rows: { $count }
restore-done = Restored, rows: { $count }
init-done = Done. The first sign-in: login { $login }, password { $password }. Change the password right after signing in
check-search = Search: { $count ->
    [one] { $count } case differs from what is written
   *[other] { $count } cases differ from what is written
}
command-agent-added = The Agent is made, its number is { $number }
command-agent-unknown = There is no Agent with the code { $code }. The list: kabinet agent list
command-user-added = Done. Login { $login }, one-time password { $password }. At the first sign-in the system asks to change it
command-user-citizen = The login begins with 1, 2 or 3: citizens are registered at the counter
command-user-active = active
command-user-inactive = inactive
store-is-served = Another process has this data open, most likely a running server. Stop it, or do the same in the browser
