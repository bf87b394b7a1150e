using Modelyard.Frames;
using Modelyard.Frames.Keys;
using Modelyard.Learning;

namespace Modelyard.Selection.Features;

/// <summary>Looks for what a table to learn from and one to test on share, and for what repeats in one that will be parted.</summary>
internal static class PartChecks
{
    private const double FewShared = 0.01;

    /// <summary>Looks at one table, which will be parted in two.</summary>
    internal static IEnumerable<LeakageFinding> Alone(Frame train, LeakageOptions options)
    {
        int repeated = train.RowCount - RowKeys.Of(train.Columns, MissingKeys.Kept).Count;
        if (repeated > 0)
        {
            yield return new LeakageFinding(
                LeakageKind.RepeatedRows,
                Share(repeated, train.RowCount) > FewShared ? LeakageSeverity.Suspicious : LeakageSeverity.Notice,
                null,
                $"{Rows(repeated, train.RowCount)} repeat another one cell by cell: parted at random, copies come to stand on both sides.",
                "If a row is one thing that was seen once, drop the copies first; if equal rows are different things, leave them.");
        }

        if (options.Group is { } group && RowKeys.Of([train[group]], MissingKeys.Kept).Count is var groups && groups < train.RowCount)
        {
            yield return new LeakageFinding(
                LeakageKind.GroupOverlap,
                LeakageSeverity.Notice,
                group,
                $"'{group}' has {groups:N0} values in {train.RowCount:N0} rows: parted at random, rows of one group come to stand on both sides.",
                "Part the table by whole groups, as '--group' of 'modelyard train' does.");
        }
    }

    /// <summary>Compares two tables.</summary>
    internal static IEnumerable<LeakageFinding> Between(Frame train, Frame test, LeakageOptions options, FitContext context)
    {
        foreach ((Frame own, Frame other, string where, string not) in new[] { (train, test, "training", "test"), (test, train, "test", "training") })
        {
            foreach (Column column in own.Columns.Where(column => column.Name != options.Target && !other.TryGetColumn(column.Name, out _)))
            {
                yield return new LeakageFinding(
                    LeakageKind.MissingColumn,
                    where == "training" ? LeakageSeverity.Suspicious : LeakageSeverity.Notice,
                    column.Name,
                    $"The column '{column.Name}' is in the {where} table and not in the {not} table.",
                    where == "training" ? "What is not known of the rows to predict cannot be learned from: leave it out." : "It is not used.");
            }
        }

        string[] common = [.. train.Columns.Select(column => column.Name).Where(name => test.TryGetColumn(name, out _))];
        foreach (LeakageFinding? finding in new[] { Shared(train, test, common, options), NearRows.Run(train, test, common, options, context), Time(train, test, options), Group(train, test, options) })
        {
            if (finding is not null)
            {
                yield return finding;
            }
        }

        foreach (LeakageFinding finding in HiddenGroups.Run(train, test, common, options))
        {
            yield return finding;
        }

        foreach (string name in common.Where(name => name != options.Target))
        {
            if (Constant(train[name], test[name]) is { } finding)
            {
                yield return finding;
            }
        }
    }

    private static LeakageFinding? Shared(Frame train, Frame test, string[] common, LeakageOptions options)
    {
        string[] inputs = [.. common.Where(name => name != options.Target)];
        if (inputs.Length == 0)
        {
            return null;
        }

        int whole = CountShared(train, test, common, out int repeated), shared = CountShared(train, test, inputs, out _);
        if (shared == 0)
        {
            return null;
        }

        // Tables of few values repeat rows by themselves; then it says little that both tables have them.
        bool repeatsAnyway = Share(repeated, train.RowCount) > 0.5 * Share(whole, test.RowCount);
        string target = whole == shared ? "" : $"; in {whole:N0} of them the target is the same too";
        return new LeakageFinding(
            LeakageKind.SharedRows,
            repeatsAnyway ? LeakageSeverity.Notice : Share(shared, test.RowCount) > FewShared ? LeakageSeverity.Severe : LeakageSeverity.Suspicious,
            null,
            $"{Rows(shared, test.RowCount)} of the test stand in the training table too, cell by cell but for the target{target}. Within the training table {Rows(repeated, train.RowCount)} repeat another.",
            repeatsAnyway ? "Rows of few values repeat by themselves; see whether an identifier tells them apart." : "Drop them from one of the two tables: a model that remembers rows looks better than it is.");
    }

    private static int CountShared(Frame train, Frame test, string[] names, out int repeated) => SharedRows.Count([.. names.Select(name => new[] { train[name], test[name] })], out repeated);

    private static LeakageFinding? Time(Frame train, Frame test, LeakageOptions options)
    {
        if (options.Time is not { } name)
        {
            return null;
        }

        Column own = train[name], other = test[name];
        if (!own.IsNumeric || !other.IsNumeric)
        {
            throw new ModelyardException($"The column '{name}' holds text and must hold dates, times or numbers to say when a row is from.");
        }

        double[] learned = own.ToDoubles(), tested = other.ToDoubles();
        int last = Enumerable.Range(0, learned.Length).Where(row => !own.IsMissing(row)).DefaultIfEmpty(-1).MaxBy(row => row < 0 ? double.NaN : learned[row]);
        int early = last < 0 ? 0 : tested.Count(time => time <= learned[last]);
        return early == 0 ? null : new LeakageFinding(
            LeakageKind.TimeOverlap,
            LeakageSeverity.Severe,
            name,
            $"{Rows(early, test.RowCount)} of the test are not later than the last training row ('{name}' is '{own.FormatCell(last)}' there).",
            "A model in use knows the past only. Part the rows in order of time, so that all test rows come after all training rows.");
    }

    private static LeakageFinding? Group(Frame train, Frame test, LeakageOptions options)
    {
        if (options.Group is not { } name)
        {
            return null;
        }

        var keys = RowKeys.Of([[train[name], test[name]]], MissingKeys.Dropped);
        var learned = keys.Numbers[0].Where(key => key >= 0).ToHashSet();
        int[] rows = [.. keys.Numbers[1].Where(learned.Contains)];
        return rows.Length == 0 ? null : new LeakageFinding(
            LeakageKind.GroupOverlap,
            LeakageSeverity.Severe,
            name,
            $"{rows.Distinct().Count():N0} of the values of '{name}' stand in both tables; {Rows(rows.Length, test.RowCount)} of the test belong to them.",
            "If the model will meet new ones in use, part the rows by whole groups.");
    }

    private static LeakageFinding? Constant(Column train, Column test)
    {
        bool inTrain = IsConstant(train), inTest = IsConstant(test);
        if (inTrain == inTest || train.Length < 2 || test.Length < 2)
        {
            return null;
        }

        (Column column, string where, string not) = inTrain ? (train, "training", "test") : (test, "test", "training");
        string value = column.MissingCount == column.Length ? "missing" : $"'{column.FormatCell(0)}'";
        return new LeakageFinding(
            LeakageKind.ConstantInOnePart,
            LeakageSeverity.Suspicious,
            column.Name,
            $"The column '{column.Name}' is {value} in every {where} row and varies in the {not} table.",
            inTrain ? "A model cannot learn from it. See how the tables were drawn." : "What a model learned from it does not show in the test. See how the tables were drawn.");
    }

    private static bool IsConstant(Column column) => column.Length > 0 && RowKeys.Of([column], MissingKeys.Kept).Count == 1;

    private static double Share(int count, int rows) => rows == 0 ? 0 : (double)count / rows;

    private static string Rows(int count, int rows) => $"{count:N0} {(count == 1 ? "row" : "rows")} ({Share(count, rows):P1})";
}
