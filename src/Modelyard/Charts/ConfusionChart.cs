using Modelyard.Charts.Drawing;

namespace Modelyard.Charts;

/// <summary>Represents how often rows of one class were taken for another.</summary>
/// <remarks>
/// Right answers and errors have colours of their own. A right answer is shaded by its share of the row; an error by its
/// share relative to the greatest error, so that small ones show. Above 30 classes the largest 29 stand beside one cell for the others.
/// </remarks>
public sealed record ConfusionChart : Chart
{
    private const int MostClasses = 30;

    /// <summary>Gets the names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Gets the counts: rows are actual classes, columns are predicted ones.</summary>
    public IReadOnlyList<IReadOnlyList<long>> Counts { get; init; } = [];

    private protected override void Draw(SvgCanvas canvas)
    {
        (IReadOnlyList<string> classes, long[,] counts) = Shown();
        int size = classes.Count;
        CellGrid grid = CellGrid.Draw(canvas, classes, classes, "actual", "predicted");
        if (size == 0)
        {
            canvas.Text(canvas.Width / 2, canvas.Height - 8, "No data", new TextStyle(canvas.Theme.Muted, TextAnchor.Middle));
            return;
        }

        (double[] totals, double greatestError) = Measure(counts);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                DrawCell(canvas, grid, classes, (i, j), counts[i, j], totals[i] > 0 ? counts[i, j] / totals[i] : 0, greatestError);
            }
        }

        DrawKeys(canvas, greatestError);
    }

    private protected override string Describe()
    {
        long all = 0;
        long right = 0;
        for (int i = 0; i < Counts.Count; i++)
        {
            all += Counts[i].Sum();
            right += i < Counts[i].Count ? Counts[i][i] : 0;
        }

        return $"{Classes.Count} classes, {NumberText.Counted(all, "row")}, {NumberText.Percent(all > 0 ? right / (double)all : double.NaN)} of them right. Rows are actual classes, columns predicted ones.";
    }

    /// <summary>Counts the rows of each class, and finds the greatest share of one that is taken for another.</summary>
    private static (double[] Totals, double GreatestError) Measure(long[,] counts)
    {
        int size = counts.GetLength(0);
        double greatestError = 0;
        double[] totals = new double[size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                totals[i] += counts[i, j];
            }

            for (int j = 0; j < size; j++)
            {
                greatestError = Math.Max(greatestError, i == j || totals[i] == 0 ? 0 : counts[i, j] / totals[i]);
            }
        }

        return (totals, greatestError);
    }

    /// <summary>Draws what the shades mean: of right answers, and of errors where there are any.</summary>
    private static void DrawKeys(SvgCanvas canvas, double greatestError)
    {
        const double Step = 8, Apart = 16;
        var keys = new List<(string First, string Last, Func<double, (string, double)> Shade)> { ("right 0", NumberText.Percent(1), share => (canvas.Theme.Accent, RightStrength(share))) };
        if (greatestError > 0)
        {
            keys.Add(("wrong 0", NumberText.Percent(greatestError), share => (canvas.Theme.Alarm, share > 0 ? ErrorStrength(share * greatestError, greatestError) : 0)));
        }

        double left = 0, top = canvas.Height + 10;
        foreach ((string first, string last, Func<double, (string, double)> shade) in keys)
        {
            double width = ColorKey.Width(canvas, first, last, Step);
            (left, top) = left > 0 && left + width > canvas.Width ? (0, top + ColorKey.Height + 4) : (left, top);
            ColorKey.Draw(canvas, left, top, first, last, Step, shade);
            left += width + Apart;
        }

        canvas.Height = top + ColorKey.Height;
    }

    private static double RightStrength(double share) => 0.12 + (0.88 * share);

    private static double ErrorStrength(double share, double greatestError) => 0.10 + (0.62 * Math.Sqrt(share / greatestError) * Math.Min(1, greatestError * 6));

    private static void DrawCell(
        SvgCanvas canvas, CellGrid grid, IReadOnlyList<string> classes, (int Row, int Column) at, long count, double share, double greatestError)
    {
        bool right = at.Row == at.Column;
        double strength = count == 0 ? 0 : right ? RightStrength(share) : ErrorStrength(share, greatestError);
        string title = $"actual {classes[at.Row]}, predicted {classes[at.Column]}: {NumberText.Count(count)} ({NumberText.Percent(share)} of the row)";
        string ink = grid.Fill(at.Row, at.Column, right ? canvas.Theme.Accent : canvas.Theme.Alarm, strength, title);
        if (grid.CellHeight < 36 || grid.CellWidth < 44)
        {
            if (count > 0)
            {
                string text = count < 10_000 && grid.CellWidth >= 34 ? NumberText.Count(count) : NumberText.Compact(count);
                grid.Write(at.Row, at.Column, text, ink, grid.Size - 0.5, right);
            }

            return;
        }

        grid.Write(at.Row, at.Column, NumberText.Count(count), ink, canvas.Theme.FontSize + 2, true, -6);
        grid.Write(at.Row, at.Column, NumberText.Percent(share), ink, grid.Size - 0.5, shift: 10);
    }

    private (IReadOnlyList<string> Classes, long[,] Counts) Shown()
    {
        int size = Math.Min(Classes.Count, Counts.Count);
        int[] kept = [.. Enumerable.Range(0, size)];
        if (size > MostClasses)
        {
            kept = [.. kept.OrderByDescending(i => Counts[i].Sum()).ThenBy(i => i).Take(MostClasses - 1).Order()];
        }

        int[] place = new int[size];
        Array.Fill(place, kept.Length);
        for (int i = 0; i < kept.Length; i++)
        {
            place[kept[i]] = i;
        }

        int shown = size > kept.Length ? kept.Length + 1 : kept.Length;
        long[,] counts = new long[shown, shown];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < Math.Min(size, Counts[i].Count); j++)
            {
                counts[place[i], place[j]] += Counts[i][j];
            }
        }

        List<string> names = [.. kept.Select(i => Classes[i])];
        if (shown > kept.Length)
        {
            names.Add($"{size - kept.Length} others");
        }

        return (names, counts);
    }
}
