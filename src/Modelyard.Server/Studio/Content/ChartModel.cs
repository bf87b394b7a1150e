namespace Modelyard.Server.Studio.Content;

/// <summary>Represents a chart of a page: named series over one axis. The page draws it; its data are a table too.</summary>
/// <param name="Name">The name by which its data are asked for, as in <c>?table=effects</c>.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Kind">How it is drawn.</param>
/// <param name="X">The axis that all series share.</param>
/// <param name="Y">The axis of the values.</param>
/// <param name="Series">The series.</param>
public sealed record ChartModel(string Name, string Title, ChartKind Kind, ChartAxis X, ChartAxis Y, IReadOnlyList<ChartSeries> Series)
{
    private const int RowHeight = 22, HeatFrame = 96, PlainHeight = 260;

    /// <summary>Gets the gist of it in a sentence, for those who do not see it.</summary>
    public required string Summary { get; init; }

    /// <summary>Gets the height of its box in CSS pixels, which it keeps while it is loaded.</summary>
    public int Height => Kind == ChartKind.Heat ? HeatFrame + (RowHeight * Series.Count) : PlainHeight;

    /// <summary>Lays its data out as a table: a row a position, a column a series, with the ends of its band.</summary>
    /// <returns>The table.</returns>
    internal DataTable ToTable()
    {
        bool isNamed = X.Kind == AxisKind.Category;
        var columns = new List<TableColumn> { new("at", X.Label, isNamed ? ColumnKind.Text : X.Kind == AxisKind.Time ? ColumnKind.Time : ColumnKind.Number) };
        ColumnKind kind = Y.Kind == AxisKind.Share ? ColumnKind.Share : ColumnKind.Number;
        var values = new List<IReadOnlyList<double>>();
        var names = new HashSet<string>(StringComparer.Ordinal) { "at" };
        foreach (ChartSeries series in Series)
        {
            Add(series.Name, series.Values);
            if (series.Low.Count > 0)
            {
                Add($"{series.Name}, low", series.Low);
                Add($"{series.Name}, high", series.High);
            }
        }

        return new DataTable(Name, Title, columns, [.. Enumerable.Range(0, isNamed ? X.Categories.Count : X.Positions.Count).Select(at => (IReadOnlyList<Cell>)[new Cell(Position(at)), .. values.Select(one => new Cell(one[at]))])]);

        void Add(string name, IReadOnlyList<double> of)
        {
            string unique = name;
            for (int number = 2; !names.Add(unique); number++)
            {
                unique = $"{name} ({number})";
            }

            columns.Add(new TableColumn(unique, unique, kind));
            values.Add(of);
        }
    }

    private object Position(int at) => X.Kind switch
    {
        AxisKind.Category => X.Categories[at],
        AxisKind.Time => DateTime.UnixEpoch.AddMilliseconds(X.Positions[at]),
        _ => X.Positions[at],
    };
}
