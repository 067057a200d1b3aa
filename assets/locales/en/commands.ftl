backup-done = The copy is ready, rows: { $count }
restore-done = Restored, rows: { $count }
init-done = Done. The first sign-in: login { $login }, password { $password }. Change the password right after signing in
check-search = Search: { $count ->
    [one] { $count } case differs from what is written
   *[other] { $count } cases differ from what is written
}
