using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Metrics;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Lays out windows as a table, a row each, which rules are held against and people compute with.</summary>
public static class WindowTable
{
    private const string Effect = "effect.";
    private const string Missing = "missing.";
    private const string Chance = "p.";
    private const string Cost = "cost";

    private static readonly string[] s_prefixes = [Effect, Missing, Chance, MeasureNames.Explained, MeasureNames.Estimated, MeasureNames.Fair, MeasureNames.Stream, MeasureNames.Together];

    private static readonly string[] s_metrics = [.. MetricCatalogue.All.Select(MeasureNames.Of).Append(Cost).Distinct(StringComparer.Ordinal)];

    // What a window may have, whether or not one has been seen that has it.
    private static readonly string[] s_names =
    [
        "state", "rows", "reference_rows", "p_value", "drifted",
        MeasureNames.Volume, MeasureNames.Duration, MeasureNames.Freshness, MeasureNames.Duplicates, MeasureNames.MedianLatency, MeasureNames.HighLatency, MeasureNames.HighestLatency, MeasureNames.Labelled, MeasureNames.Anomalies,
        MeasureNames.Errors, MeasureNames.Refused, MeasureNames.Throughput, MeasureNames.Memory, MeasureNames.Heap, MeasureNames.Pauses, MeasureNames.FullCollections, MeasureNames.Processor,
        MeasureNames.MedianRequest, MeasureNames.HighRequest, MeasureNames.HighestRequest,
        .. s_metrics,
    ];

    /// <summary>Makes a table of windows.</summary>
    /// <param name="windows">The windows, the oldest first.</param>
    /// <returns>A row for each: its beginning and end, its state, its figures, and of each column <c>effect.NAME</c>, <c>missing.NAME</c> and <c>p.NAME</c>.</returns>
    public static Frame Of(IReadOnlyList<MonitorWindow> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        var columns = new List<Column>
        {
            new TimestampColumn("start", [.. windows.Select(window => window.Start.Ticks)], isUtc: true),
            new TimestampColumn("end", [.. windows.Select(window => window.End.Ticks)], isUtc: true),
            CategoryColumn.From("state", [.. windows.Select(window => window.State.ToString().ToLowerInvariant())]),
            new IntegerColumn("rows", [.. windows.Select(window => window.Rows)]),
            new IntegerColumn("reference_rows", [.. windows.Select(window => window.ReferenceRows)]),
            new DoubleColumn("p_value", [.. windows.Select(window => window.PValue)]),
            new IntegerColumn("drifted", [.. windows.Select(window => (long)window.Columns.Count(column => column.Drifted))]),
        };
        foreach (string name in windows.SelectMany(window => window.Measures).Select(measure => measure.Name).Distinct(StringComparer.Ordinal))
        {
            columns.Add(new DoubleColumn(name, [.. windows.Select(window => window.Measure(name))]));
        }

        foreach (string name in windows.SelectMany(window => window.Columns).Select(column => column.Name).Distinct(StringComparer.Ordinal))
        {
            WatchedColumn?[] own = [.. windows.Select(window => window.Columns.FirstOrDefault(column => column.Name == name))];
            columns.Add(new DoubleColumn(Effect + name, [.. own.Select(column => column?.Effect ?? double.NaN)]));
            columns.Add(new DoubleColumn(Missing + name, [.. own.Select(column => column?.Missing ?? double.NaN)]));
            columns.Add(new DoubleColumn(Chance + name, [.. own.Select(column => column?.PValue ?? double.NaN)]));
        }

        return Frame.Of(columns);
    }

    /// <summary>Holds windows against a rule's condition, each on its own.</summary>
    /// <returns>For each window, whether it is true; null where what it asks for is not known.</returns>
    internal static bool?[] Hold(MonitorRule rule, IReadOnlyList<MonitorWindow> windows)
    {
        Frame table = Of(windows);
        Expression condition = rule.Condition();
        foreach (string name in NamesIn(condition).Where(name => !table.TryGetColumn(name, out _)))
        {
            table = table.With(new DoubleColumn(name, [.. windows.Select(_ => double.NaN)]));
        }

        BoundExpression bound = Bind(rule, condition, table);
        var held = (BooleanColumn)bound.Evaluate(table);
        return [.. Enumerable.Range(0, windows.Count).Select(row => held[row])];
    }

    /// <summary>Checks that a rule asks for what windows may have.</summary>
    internal static void Check(MonitorRule rule)
    {
        Expression condition = rule.Condition();
        foreach (string name in NamesIn(condition))
        {
            if (!s_names.Contains(name, StringComparer.Ordinal) && name is not ("start" or "end") && !Array.Exists(s_prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length))
            {
                throw new YardException($"The rule '{rule.Name}' asks for '{name}', which no window has. The nearest is '{Spelling.Nearest(name, s_names)}'. Of columns there are 'effect.NAME', 'missing.NAME' and 'p.NAME'.");
            }
        }

        Hold(rule, []);
    }

    /// <summary>Determines whether a rule asks for what is known once labels have come only.</summary>
    internal static bool WaitsForLabels(MonitorRule rule) => NamesIn(rule.Condition()).Any(name => name == MeasureNames.Labelled || name.StartsWith(MeasureNames.Fair, StringComparison.Ordinal) || name.StartsWith(MeasureNames.Stream, StringComparison.Ordinal) || s_metrics.Contains(name, StringComparer.Ordinal));

    private static BoundExpression Bind(MonitorRule rule, Expression condition, Frame table)
    {
        try
        {
            BoundExpression bound = condition.Bind(table);
            return bound.Kind == ColumnKind.Boolean ? bound : throw new YardException($"The condition of the rule '{rule.Name}' is {bound.Kind} and must be true or false, as 'volume < 1000'.");
        }
        catch (ExpressionException fault)
        {
            throw new YardException($"The condition of the rule '{rule.Name}' cannot be held against windows: {fault.Message}", fault);
        }
    }

    /// <summary>Finds what a condition asks for, in the order in which it does.</summary>
    internal static IEnumerable<string> NamesIn(Expression expression) => expression switch
    {
        ColumnExpression column => [column.Name],
        CallExpression call => call.Arguments.SelectMany(NamesIn).Distinct(StringComparer.Ordinal),
        _ => [],
    };
}
