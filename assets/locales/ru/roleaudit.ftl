subsection-access-audit = Аудит ролей
function-access-audit-view = Аудит ролей
function-access-role-merge = Замена роли другой у всех держателей
menu-role-audit = Аудит ролей
edit-end = Снять все права
roleaudit-title = Аудит ролей
roleaudit-use = За какое время смотреть, что использовалось
roleaudit-days = { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
}
roleaudit-period = { $count ->
    [one] Что использовалось, видно по журналу с { $from } по { $to }: прочитана { $count } запись.
    [few] Что использовалось, видно по журналу с { $from } по { $to }: прочитаны { $count } записи.
   *[other] Что использовалось, видно по журналу с { $from } по { $to }: прочитано { $count } записей.
}
roleaudit-period-short = Это не все { $days } дней: более ранних записей, чем { $from }, нет или они не прочитаны.
roleaudit-pdf = Документ PDF
roleaudit-xlsx = Таблица XLSX
roleaudit-nothing = Замечаний нет.
roleaudit-none = Не найдено.
roleaudit-more = и ещё { $count }
roleaudit-equal = Роли с одинаковыми функциями
roleaudit-nested = Роли, входящие в другие
roleaudit-unused = Функции, которыми никто не пользовался
roleaudit-excess = Роли, которыми сотрудник не пользовался
roleaudit-conflict = Конфликты обязанностей
roleaudit-roleless = Сотрудники без роли
roleaudit-ended = Права, срок которых прошёл
roleaudit-said-equal = те же функции, что у роли «{ $other }»
roleaudit-said-nested = все функции есть и у роли «{ $other }»
roleaudit-said-unused = { $count ->
    [one] { $count } функцией не пользовался никто из держателей
   *[other] { $count } функциями не пользовался никто из держателей
}
roleaudit-said-excess = ни разу не воспользовался ролью «{ $role }»
roleaudit-said-conflict = «{ $one }» и «{ $other }». { $why }
roleaudit-said-roleless = нет ни одной роли
roleaudit-said-ended-grant = период доступа закончился { $day }
roleaudit-said-ended-card = период пользователя закончился { $day }
roleaudit-said-ended-inactive = пользователь отключён, а права остались
roleaudit-way-merge = Вместо «{ $role }» дать «{ $other }»
roleaudit-way-compare = Сравнить
roleaudit-way-narrow = Убрать их из роли
roleaudit-way-another = Создать свою роль без них
roleaudit-way-card = Открыть карточку
roleaudit-functions = Функции
roleaudit-holders = Держатели
roleaudit-holder = Держатель
roleaudit-nobody = никому не назначена
roleaudit-merge = Заменить другой ролью у всех держателей
roleaudit-merge-into = На какую роль
roleaudit-merge-title = Вместо «{ $role }» дать «{ $other }»
roleaudit-merge-removes = Роль «{ $role }» будет удалена
roleaudit-choose-role = Выберите другую роль из списка
roleaudit-too-many = Роль назначена больше чем { $most } пользователям: столько сразу не заменить. Замените её у части сотрудников на их карточках
roleaudit-roles-of = Роли, их функции и держатели
roleaudit-author = Аудит провёл
roleaudit-paper-check = Проверить документ можно, проведя аудит ролей заново: он составлен по действующим правам и журналу.
roleaudit-kind = Замечание
roleaudit-about = Роль или сотрудник
roleaudit-found = Что найдено
roleaudit-findings = Замечания
roleaudit-sheet-functions = Роли и функции
roleaudit-lacking = Не хватает прав
roleaudit-said-lacking = { $count ->
    [one] { $count } раз отказано: такой функции у сотрудника нет
    [few] { $count } раза отказано: такой функции у сотрудника нет
   *[other] { $count } раз отказано: такой функции у сотрудника нет
}
roleaudit-said-hidden = { $count ->
    [one] { $count } раз отказано: раздел скрывает правило № { $rule }
    [few] { $count } раза отказано: раздел скрывает правило № { $rule }
   *[other] { $count } раз отказано: раздел скрывает правило № { $rule }
}
roleaudit-way-widen = Добавить функцию в роль «{ $role }»
roleaudit-way-rule = Изменить правило № { $rule }
roleaudit-way-why = Почему отказано
roleaudit-way-takes = { $count ->
    [one] заберёт { $count } функцию
    [few] заберёт { $count } функции
   *[many] заберёт { $count } функций
}
roleaudit-way-gives = { $count ->
    [one] добавит { $count } функцию
    [few] добавит { $count } функции
   *[many] добавит { $count } функций
}
roleaudit-way-both = добавит функций: { $gained }, заберёт: { $lost }
