using Modelyard.Charts.Drawing;

namespace Modelyard.Charts;

/// <summary>Represents a table of numbers as shaded cells, such as correlations between columns.</summary>
/// <remarks>Values above zero and below zero take different colours, unless it is said how dark they are; a value that is not finite leaves its cell blank.</remarks>
public sealed record HeatMapChart : Chart
{
    private const double MostWidth = 1000;
    private const double Beside = 5;

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

    /// <summary>Gets how a value is written in its cell; null writes none, and neither are values written for which there are too many columns.</summary>
    public Func<double, string>? ValueText { get; init; } = NumberText.Compact;

    /// <summary>Gets what is said of each cell behind its value on hovering, rows x columns; empty, or an empty text, for nothing.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Notes { get; init; } = [];

    /// <summary>Gets a value indicating whether a scale beneath the cells says what their colours mean.</summary>
    public bool HasScale { get; init; } = true;

    private protected override void Draw(SvgCanvas canvas)
    {
        // Numbers have one size, and cells grow for them; where that makes the drawing too wide to be read, colours alone tell, and numbers on hovering.
        double needed = ValueText is { } text ? Values.SelectMany(row => row).Where(double.IsFinite).Select(value => TextMeasure.Width(text(value), canvas.Theme.SmallSize) + Beside).DefaultIfEmpty(0).Max() : 0;
        bool writes = needed * Columns.Count <= MostWidth;
        CellGrid grid = CellGrid.Draw(canvas, Rows, Columns, RowAxis, ColumnAxis, writes ? needed : 0);
        double full = FullAt ?? Values.SelectMany(row => row).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
        for (int i = 0; i < Math.Min(Rows.Count, Values.Count); i++)
        {
            for (int j = 0; j < Math.Min(Columns.Count, Values[i].Count); j++)
            {
                double value = Values[i][j];
                (string color, double strength) = Shade(canvas.Theme, value, full);
                string ink = grid.Fill(i, j, color, strength, $"{Rows[i]}, {Columns[j]}: {NumberText.Value(value)}{Note(i, j)}");
                if (writes && ValueText is { } write && double.IsFinite(value))
                {
                    grid.Write(i, j, write(value), ink, grid.Size);
                }
            }
        }

        if (HasScale)
        {
            DrawScale(canvas, full);
        }
    }

    private (string Color, double Strength) Shade(ChartTheme theme, double value, double full) => (
        value < 0 && Strength is null ? theme.Alarm : theme.Accent,
        !double.IsFinite(value) ? 0 : Strength is { } own ? own(value) : full > 0 ? Math.Abs(value) / full : 0);

    /// <summary>Draws the colours from the least value to the greatest; where they tell signs, from the full one below zero to that above.</summary>
    private void DrawScale(SvgCanvas canvas, double full)
    {
        const double Step = 16;
        double[] values = [.. Values.SelectMany(row => row).Where(double.IsFinite)];
        if (values.Length == 0)
        {
            return;
        }

        (double low, double high) = Strength is null ? (values.Min() < 0 ? -full : 0, full) : (values.Min(), values.Max());
        double top = canvas.Height + 10;
        string first = NumberText.Value(low), last = NumberText.Value(high);
        ColorKey.Draw(canvas, Math.Max(0, canvas.Width - ColorKey.Width(canvas, first, last, Step) - 2), top, first, last, Step, share => Shade(canvas.Theme, low + ((high - low) * share), full));
        canvas.Height = top + ColorKey.Height;
    }

    private string Note(int row, int column) => row < Notes.Count && column < Notes[row].Count && Notes[row][column] is { Length: > 0 } note ? $" ({note})" : "";

    private protected override string Describe() => $"{Rows.Count} rows by {Columns.Count} columns.";
}
