using Modelyard.Charts.Drawing;

namespace Modelyard.Charts;

/// <summary>Represents a table of numbers as shaded cells, such as correlations between columns.</summary>
/// <remarks>Values above zero and below zero take different colours, unless it is said how dark they are; a value that is not finite leaves its cell blank.</remarks>
public sealed record HeatMapChart : Chart
{
    /// <summary>Gets the names of the rows.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>Gets the names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Gets what the rows are of, at the head of their names; empty for none.</summary>
    public string RowAxis { get; init; } = "";

    /// <summary>Gets what the columns are of, above their names; empty for none.</summary>
    public string ColumnAxis { get; init; } = "";

    /// <summary>Gets the values, rows x columns.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Values { get; init; } = [];

    /// <summary>Gets the size of a value that takes the full colour; null takes the greatest in the table.</summary>
    public double? FullAt { get; init; }

    /// <summary>Gets how dark a value is, from 0 to 1; null shades by its size, with different colours above and below zero.</summary>
    public Func<double, double>? Strength { get; init; }

    /// <summary>Gets how a value is written in its cell; null writes none.</summary>
    public Func<double, string>? ValueText { get; init; } = NumberText.Compact;

    /// <summary>Gets what is said of each cell behind its value on hovering, rows x columns; empty, or an empty text, for nothing.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Notes { get; init; } = [];

    private protected override void Draw(SvgCanvas canvas)
    {
        CellGrid grid = CellGrid.Draw(canvas, Rows, Columns, RowAxis, ColumnAxis);
        double full = FullAt ?? Values.SelectMany(row => row).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
        for (int i = 0; i < Math.Min(Rows.Count, Values.Count); i++)
        {
            for (int j = 0; j < Math.Min(Columns.Count, Values[i].Count); j++)
            {
                double value = Values[i][j];
                double strength = !double.IsFinite(value) ? 0 : Strength is { } own ? own(value) : full > 0 ? Math.Abs(value) / full : 0;
                string color = value < 0 && Strength is null ? canvas.Theme.Alarm : canvas.Theme.Accent;
                string ink = grid.Fill(i, j, color, strength, $"{Rows[i]}, {Columns[j]}: {NumberText.Value(value)}{Note(i, j)}");
                if (ValueText is { } write && double.IsFinite(value))
                {
                    grid.Write(i, j, write(value), ink, grid.Size);
                }
            }
        }
    }

    private string Note(int row, int column) => row < Notes.Count && column < Notes[row].Count && Notes[row][column] is { Length: > 0 } note ? $" ({note})" : "";

    private protected override string Describe() => $"{Rows.Count} rows by {Columns.Count} columns.";
}
