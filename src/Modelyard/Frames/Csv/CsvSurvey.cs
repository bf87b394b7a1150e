namespace Modelyard.Frames.Csv;

/// <summary>Represents what a first pass over a whole file finds out about its columns, without holding more than a window of it.</summary>
internal sealed class CsvSurvey
{
    private const int WindowLength = 4 << 20;

    private readonly CellEvidence[] _evidence;
    private readonly TextSurvey?[] _texts;

    private CsvSurvey(int columns)
    {
        _evidence = new CellEvidence[columns];
        _texts = new TextSurvey?[columns];
    }

    /// <summary>Gets how each column is read.</summary>
    public IReadOnlyList<ColumnPlan> Plans { get; private set; } = [];

    /// <summary>Gets the number of rows; null if no pass was needed.</summary>
    public long? Rows { get; private set; }

    /// <summary>Gets the number of bytes of a row, on average.</summary>
    public double RowLength { get; private set; }

    /// <summary>Surveys a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="layout">What its head tells.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="positions">The numbers of the fields to read.</param>
    /// <exception cref="FrameFormatException">The file is refused.</exception>
    public static CsvSurvey Run(ByteSource source, CsvLayout layout, CsvReadOptions options, int[] positions)
    {
        var survey = new CsvSurvey(positions.Length);
        var tokens = new MissingTokens(options.MissingTokens);
        ColumnPlan[] given = [.. positions.Select(position => new ColumnPlan(position, layout.Names[position], options.Kinds.GetValueOrDefault(layout.Names[position]), IsForced: true))];
        if (positions.All(position => options.Kinds.ContainsKey(layout.Names[position])))
        {
            survey.Plans = given;
            survey.RowLength = FirstRowsLength(source, layout);
            return survey;
        }

        ColumnKind[] guesses = CsvGuess.Kinds(source, layout, options, tokens, positions);
        ColumnPlan[] plans = [.. given.Select((plan, i) => options.Kinds.ContainsKey(plan.Name) ? plan : plan with { Kind = guesses[i], IsForced = false })];
        int[] all = [.. Enumerable.Range(0, plans.Length)];
        survey.Rows = survey.Look(source, layout, options, tokens, plans, all);

        // Columns that were read as numbers or dates until a text turned up: how many texts they hold is still to be counted.
        int[] again = [.. all.Where(i => !plans[i].IsForced && survey.IsTextual(i) && plans[i].Kind is not (ColumnKind.Category or ColumnKind.Text))];
        if (again.Length > 0)
        {
            survey.Look(source, layout, options, tokens, [.. again.Select(i => plans[i] with { Kind = ColumnKind.Category })], again);
        }

        survey.Plans = [.. plans.Select((plan, i) => plan.IsForced ? plan : plan with { Kind = survey.Kind(i), IsForced = true })];
        survey.RowLength = (source.Length - layout.FirstRow) / (double)Math.Max(1, survey.Rows.Value);
        return survey;
    }

    private bool IsTextual(int column) => CellSyntax.Decide(_evidence[column]) == ColumnKind.Category;

    private ColumnKind Kind(int column) => !IsTextual(column) ? CellSyntax.Decide(_evidence[column])
        : _texts[column] is { } texts && TextRule.IsCategory(texts.Levels, (int)Math.Min(texts.Present, int.MaxValue)) ? ColumnKind.Category : ColumnKind.Text;

    private long Look(ByteSource source, CsvLayout layout, CsvReadOptions options, MissingTokens tokens, IReadOnlyList<ColumnPlan> plans, int[] columns)
    {
        long rows = 0;
        foreach (CsvPass pass in CsvWindows.Read(source, layout, plans, options, tokens, WindowLength, keepsSinks: true))
        {
            rows += pass.Rows;
            for (int i = 0; i < columns.Length; i++)
            {
                Look(pass.Sinks[i], pass.Rows, columns[i]);
            }
        }

        return rows;
    }

    private void Look(ColumnSink sink, int rows, int column)
    {
        ColumnKind kind = sink.Plan.IsForced ? sink.Plan.Kind : sink.Look(rows);
        _evidence[column] |= kind is ColumnKind.Category or ColumnKind.Text ? CellEvidence.Text : sink.Evidence != CellEvidence.None ? sink.Evidence : EvidenceOf(kind, sink.TokenCounts.Sum() < rows);
        if (!sink.IsRefuted && !sink.Plan.IsForced && sink.Plan.Kind is ColumnKind.Category or ColumnKind.Text)
        {
            sink.Count(_texts[column] ??= new TextSurvey(), rows);
        }
    }

    /// <summary>Gets what a decision was made from, where only the decision is known.</summary>
    private static CellEvidence EvidenceOf(ColumnKind kind, bool any) => !any ? CellEvidence.None : kind switch
    {
        ColumnKind.Boolean => CellEvidence.Boolean,
        ColumnKind.Integer => CellEvidence.Integer,
        ColumnKind.Timestamp => CellEvidence.LocalTime,
        _ => CellEvidence.Double,
    };

    private static double FirstRowsLength(ByteSource source, CsvLayout layout)
    {
        byte[] head = new byte[64 * 1024];
        int read = source.Read(layout.FirstRow, head);
        return read / (double)Math.Max(1, head.AsSpan(0, read).Count(CsvDialect.LineFeed));
    }
}
