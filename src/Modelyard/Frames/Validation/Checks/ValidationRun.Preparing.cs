using System.Globalization;
using Modelyard.Frames.Expressions;
using Modelyard.Frames.Validation.Keys;

namespace Modelyard.Frames.Validation.Checks;

/// <content>Which checks of the schema run on a table with these columns.</content>
internal sealed partial class ValidationRun
{
    private Tally NewTally(CheckIdentity identity)
    {
        var tally = new Tally(identity, _options.FailuresPerCheck, _paths);
        _tallies.Add(tally);
        return tally;
    }

    private void AddColumns(IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        TableSchema schema = _plan.Schema;
        if (_isRecords)
        {
            RecordFormat = NewTally(new CheckIdentity(ValidationCodes.RecordFormat, null, Severity.Error, "The record", "must be a JSON object whose properties have different names"));
        }

        if (schema.ExtraColumns == ExtraColumns.Refused)
        {
            string what = _isRecords ? "property" : "column";
            Extra = NewTally(new CheckIdentity(ValidationCodes.ColumnExtra, null, _plan.SeverityOf(ValidationCodes.ColumnExtra), $"Each {what}", "must be one that the schema names"));
        }

        foreach (ColumnPlan plan in _plan.Columns)
        {
            var column = new ColumnRun(plan, NewTally, _options.Coerce);
            _columns.Add(column);
            if (!_isRecords && !kinds.ContainsKey(plan.Schema.Name))
            {
                column.Absent?.AddWhole(null);
            }
        }

        if (_isRecords)
        {
            return;
        }

        foreach (string name in Extra is null ? [] : kinds.Keys.Where(name => !_plan.Positions.ContainsKey(name)))
        {
            Extra!.AddColumn(name, 0, $"The column '{name}' is not in the schema and must not be there.{Nearest(name, kinds)}");
        }

        if (schema.Ordered)
        {
            CheckOrder(kinds);
        }
    }

    /// <summary>Says what a column may have been meant to be: one of the schema that is not there.</summary>
    private string Nearest(string name, IReadOnlyDictionary<string, ColumnKind> kinds) =>
        Spelling.Nearest(name, _plan.Positions.Keys.Where(known => !kinds.ContainsKey(known))) is { } nearest ? $" The nearest that is missing is '{nearest}'." : string.Empty;

    private void CheckOrder(IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        Tally tally = NewTally(new CheckIdentity(ValidationCodes.ColumnOrder, null, _plan.SeverityOf(ValidationCodes.ColumnOrder), "The columns", "must stand in the order of the schema"));
        string[] found = [.. kinds.Keys.Where(_plan.Positions.ContainsKey)];
        string[] wanted = [.. found.OrderBy(name => _plan.Positions[name])];
        for (int i = 0; i < found.Length; i++)
        {
            if (found[i] != wanted[i])
            {
                tally.AddColumn(found[i], 0, $"The column '{found[i]}' stands where '{wanted[i]}' must stand; the order of the schema is '{string.Join(", ", wanted)}'.");
                return;
            }
        }
    }

    private void AddTableChecks(IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        TableSchema schema = _plan.Schema;
        if (_isRecords)
        {
            return;
        }

        foreach (ColumnPlan plan in _plan.Columns.Where(plan => kinds.ContainsKey(plan.Schema.Name)))
        {
            ColumnSchema column = plan.Schema;
            if (column.Unique)
            {
                AddUnique([column.Name], column.SeverityOf(ValidationCodes.Unique), "The value", kinds);
            }

            if (column.MaximumMissingShare is { } share)
            {
                string must = string.Create(CultureInfo.InvariantCulture, $"must be '{share}' or less");
                _tableChecks.Add(new ShareCheck(NewTally(plan.Identity(ValidationCodes.MissingShare, "The share of missing cells", must)), column.Name, share));
            }

            if (column.Monotonicity != Monotonicity.None)
            {
                CheckIdentity identity = plan.Identity(ValidationCodes.Monotonic, "The value", OrderCheck.Describe(column.Monotonicity));
                _tableChecks.Add(new OrderCheck(NewTally(identity), column.Name, column.Monotonicity));
            }
        }

        foreach (FreshnessRule rule in schema.Freshness)
        {
            if (Has([rule.Column], kinds))
            {
                var identity = new CheckIdentity(ValidationCodes.Freshness, rule.Column, rule.Severity, "The newest time", $"must be at most '{FreshnessCheck.Spoken(rule.Within)}' old");
                _tableChecks.Add(new FreshnessCheck(NewTally(identity), rule, _options.Clock));
            }
        }

        foreach (bool isUpper in new[] { false, true })
        {
            if ((isUpper ? schema.MaximumRows : schema.MinimumRows) is { } bound)
            {
                string code = isUpper ? ValidationCodes.RowsMaximum : ValidationCodes.RowsMinimum;
                string must = string.Create(CultureInfo.InvariantCulture, $"must be '{bound}' or {(isUpper ? "less" : "more")}");
                _rowCounts.Add((isUpper, NewTally(new CheckIdentity(code, null, _plan.SeverityOf(code), "The number of rows", must))));
            }
        }
    }

    private void AddUnique(IReadOnlyList<string> columns, Severity severity, string subject, IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        if (Has(columns, kinds))
        {
            _uniques.Add((columns, NewTally(new CheckIdentity(ValidationCodes.Unique, string.Join(", ", columns), severity, subject, "must not have occurred in an earlier row"))));
        }
    }

    private void ShareMemory(int? rows)
    {
        foreach ((IReadOnlyList<string> columns, Tally tally) in _uniques)
        {
            _tableChecks.Add(new UniqueCheck(tally, columns, rows is null ? _options.UniqueMemory / _uniques.Count : long.MaxValue, rows ?? 0, _options.Degree));
        }
    }

    private void AddReference(ReferenceRule key, IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        if (!Has(key.Columns, kinds))
        {
            return;
        }

        string columns = string.Join(", ", key.Columns), there = string.Join(", ", key.ReferencedColumns);
        bool isGiven = _options.Tables.TryGetValue(key.Table, out Frame? table);
        string[] lacking = isGiven ? [.. key.ReferencedColumns.Where(name => !table!.TryGetColumn(name, out _))] : [];
        if (!isGiven || lacking.Length > 0)
        {
            Tally absent = NewTally(new CheckIdentity(ValidationCodes.ReferenceAbsent, columns, key.Severity, $"The table '{key.Table}'", $"must be given, with '{there}'"));
            absent.AddWhole(null, isGiven
                ? $"The table '{key.Table}' has no column '{lacking[0]}', which '{columns}' refers to."
                : $"The table '{key.Table}', which '{columns}' refers to, was not given and must be among the tables of the options.");
            return;
        }

        Tally tally = NewTally(new CheckIdentity(ValidationCodes.Reference, columns, key.Severity, "The value", $"must occur in '{there}' of the table '{key.Table}'"));
        _references.Add((tally, [.. key.Columns], KeysOf(table!, key.ReferencedColumns)));
    }

    private void AddRule(RowRule rule, IReadOnlyDictionary<string, ColumnKind> kinds, bool isWhole)
    {
        // A column that is absent is known all the same: the rule is left out then, or the absence is told.
        Dictionary<string, ColumnKind> all = new(kinds, StringComparer.Ordinal);
        foreach (ColumnSchema column in _plan.Schema.Columns)
        {
            if (!kinds.ContainsKey(column.Name) || (_options.Coerce && !_isRecords))
            {
                all[column.Name] = column.Kind;
            }
        }

        string must = $"must meet '{rule.Description ?? rule.Condition.ToString()}'";
        var identity = new CheckIdentity(ValidationCodes.Rule, null, rule.Severity, "The row", must) { Rule = rule.Name };
        try
        {
            BoundExpression condition = rule.Condition.Bind(all);
            if (condition.Kind != ColumnKind.Boolean)
            {
                throw new ModelyardException($"'{rule.Condition}' is of the kind '{condition.Kind}' and must be a condition, true or false.");
            }

            if (!isWhole)
            {
                condition.RequireRowWise();
            }

            if (Has(condition.Columns, kinds))
            {
                Tally invalid = new(identity with { Code = ValidationCodes.RuleInvalid, Subject = "The rule", Must = "must be computable" }, _options.FailuresPerCheck, null);
                _tableChecks.Add(new RuleCheck(NewTally(identity), invalid, condition, all));
                _invalidRules.Add(invalid);
            }
        }
        catch (ModelyardException exception)
        {
            string sentence = exception is ExpressionException expression ? expression.Sentence : exception.Message;
            NewTally(identity with { Code = ValidationCodes.RuleInvalid, Subject = "The rule", Must = "must be computable" }).AddWhole(null, sentence);
        }
    }

    private static KeySet KeysOf(Frame table, IReadOnlyList<string> columns)
    {
        const int blockRows = 1 << 13;
        KeyReader reader = KeyReader.Of([.. columns.Select(name => table[name])]);
        var known = new KeySet();
        UInt128[] keys = new UInt128[Math.Min(blockRows, table.RowCount)];
        for (int first = 0; first < table.RowCount; first += blockRows)
        {
            Span<UInt128> block = keys.AsSpan(0, Math.Min(blockRows, table.RowCount - first));
            reader.Read(first, block);
            foreach (UInt128 key in block)
            {
                _ = key == default ? null : known.Add(key);
            }
        }

        return known;
    }

    /// <summary>Determines whether the table has the columns of a check. One that may be absent ends the check; one that the schema does not know of is told of.</summary>
    private bool Has(IReadOnlyList<string> columns, IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        foreach (string name in columns.Where(name => !kinds.ContainsKey(name) && !_plan.Positions.ContainsKey(name) && !_tallies.Exists(tally => tally.Identity.Code == ValidationCodes.ColumnAbsent && tally.Identity.Column == name)))
        {
            NewTally(new CheckIdentity(ValidationCodes.ColumnAbsent, name, Severity.Error, $"The column '{name}'", "must be there") { Fault = "is not there" }).AddWhole(null);
        }

        return columns.All(kinds.ContainsKey);
    }
}
