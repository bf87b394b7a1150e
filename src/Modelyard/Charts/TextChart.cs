using System.Text;
using Modelyard.Charts.Drawing;

namespace Modelyard.Charts;

/// <summary>Draws small charts with characters, for terminals and logs.</summary>
public static class TextChart
{
    private const string Steps = "▁▂▃▄▅▆▇█";
    private const string Eighths = "▏▎▍▌▋▊▉█";
    private const int EnoughBar = 24;

    /// <summary>Draws a line of values as one row of blocks.</summary>
    /// <param name="values">The values; one that is not finite leaves a blank.</param>
    /// <param name="width">The greatest number of characters; neighbours are averaged to fit.</param>
    /// <returns>One character a value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1.</exception>
    public static string Sparkline(IReadOnlyList<double> values, int width = 60)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        int cells = Math.Min(values.Count, width);
        double[] means = new double[cells];
        for (int cell = 0; cell < cells; cell++)
        {
            int start = (int)((long)values.Count * cell / cells);
            int end = (int)((long)values.Count * (cell + 1) / cells);
            means[cell] = values.Skip(start).Take(end - start).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        }

        var range = new DataRange();
        foreach (double mean in means)
        {
            range.AddY(mean);
        }

        double length = range.MaximumY - range.MinimumY;
        return string.Concat(means.Select(mean => !double.IsFinite(mean)
            ? ' '
            : length > 0 && double.IsFinite(length) ? Steps[Math.Clamp((int)((mean - range.MinimumY) / length * Steps.Length), 0, Steps.Length - 1)] : Steps[3]));
    }

    /// <summary>Draws one bar with eighths of a character.</summary>
    /// <param name="share">The share of the width that the bar fills, from 0 to 1.</param>
    /// <param name="width">The width in characters.</param>
    /// <returns>The bar, padded with blanks to the width.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1.</exception>
    public static string Bar(double share, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        int eighths = double.IsFinite(share) ? (int)Math.Round(Math.Clamp(share, 0, 1) * width * 8) : 0;
        var bar = new StringBuilder(width);
        bar.Append('█', eighths / 8);
        if (eighths % 8 > 0)
        {
            bar.Append(Eighths[(eighths % 8) - 1]);
        }

        return bar.Append(' ', width - bar.Length).ToString();
    }

    /// <summary>Draws rows of a name, a bar and a value, aligned; a name that is longer than a third of the width, and would leave the bar too little, is cut.</summary>
    /// <param name="items">The rows; a bar's length is the size of its value.</param>
    /// <param name="width">The width of the whole in characters, at least 30.</param>
    /// <param name="valueText">How a value is written; null takes <see cref="NumberText.Score"/>.</param>
    /// <returns>One line a row, without a line break at the end.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 30.</exception>
    public static string Bars(IReadOnlyList<BarItem> items, int width = 72, Func<double, string>? valueText = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 30);
        valueText ??= NumberText.Score;
        string[] names = [.. items.Select(item => Plain(item.Label))];
        string[] values = [.. items.Select(item => (item.Text ?? valueText(item.Value)).Replace('−', '-').Replace('\u00A0', ' '))];
        int valueWidth = values.Select(value => value.Length).DefaultIfEmpty(0).Max();
        int nameWidth = Math.Min(names.Select(name => name.Length).DefaultIfEmpty(0).Max(), Math.Max(width / 3, width - valueWidth - 2 - EnoughBar));
        int barWidth = Math.Max(1, width - nameWidth - valueWidth - 2);
        double greatest = items.Select(item => Math.Abs(item.Value)).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var lines = new List<string>(items.Count);
        for (int i = 0; i < items.Count; i++)
        {
            string name = names[i].Length <= nameWidth ? names[i].PadRight(nameWidth) : string.Concat(names[i].AsSpan(0, nameWidth - 1), "…");
            double share = greatest > 0 ? Math.Abs(items[i].Value) / greatest : 0;
            lines.Add($"{name} {Bar(share, barWidth)} {values[i].PadLeft(valueWidth)}");
        }

        return string.Join('\n', lines);
    }

    // A label from a file must not steer the terminal.
    private static string Plain(string label) => string.Concat(label.Select(c => char.IsControl(c) || c is '\u202D' or '\u202E' ? '\uFFFD' : c));
}
