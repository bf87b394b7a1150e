using System.Text;

namespace Modelyard.Charts;

/// <summary>Represents the size, the letters and the colours of a chart.</summary>
/// <remarks>
/// The colours of series stay apart for readers with protanopia, deuteranopia and tritanopia and keep a contrast of 3:1 to the
/// paper; a test computes both. Colours are any CSS colour without quotes.
/// </remarks>
public sealed record ChartTheme
{
    private static readonly string[] LightSeries = ["#0552b3", "#cb4619", "#127563", "#b96bb3", "#c18600", "#212f46"];
    private static readonly string[] DarkSeries = ["#58b0ff", "#ec7440", "#35d39b", "#c585c6", "#edc034", "#d9e2ec"];

    /// <summary>Gets the theme for a light page, with plain colours.</summary>
    public static ChartTheme Light { get; } = new();

    /// <summary>Gets the theme for a dark page, with plain colours.</summary>
    public static ChartTheme Dark { get; } = new()
    {
        Series = DarkSeries,
        Ink = "#e8ecf1",
        Muted = "#a3adb9",
        Grid = "#2b323b",
        Rule = "#66707c",
        Paper = "#161a20",
    };

    /// <summary>Gets the theme whose colours are CSS custom properties of the page, with the light colours where it sets none.</summary>
    public static ChartTheme Embedded { get; } = Light with
    {
        Series = [.. LightSeries.Select((color, i) => $"var(--chart-{i + 1},{color})")],
        Ink = $"var(--chart-ink,{Light.Ink})",
        Muted = $"var(--chart-muted,{Light.Muted})",
        Grid = $"var(--chart-grid,{Light.Grid})",
        Rule = $"var(--chart-rule,{Light.Rule})",
        Paper = $"var(--chart-paper,{Light.Paper})",
    };

    /// <summary>Gets the width of a chart in CSS pixels at full size; charts scale to the room they get.</summary>
    public double Width { get; init; } = 400;

    /// <summary>Gets the height of a chart whose content does not set it, in CSS pixels at full size.</summary>
    public double Height { get; init; } = 280;

    /// <summary>Gets the size of letters in CSS pixels at full size.</summary>
    public double FontSize { get; init; } = 12;

    /// <summary>Gets the colours of series, in the order of their use; the first is the accent, the second marks what is wrong.</summary>
    public IReadOnlyList<string> Series { get; init; } = LightSeries;

    /// <summary>Gets the colour of text that matters.</summary>
    public string Ink { get; init; } = "#1b2430";

    /// <summary>Gets the colour of labels along axes.</summary>
    public string Muted { get; init; } = "#5b6673";

    /// <summary>Gets the colour of grid lines.</summary>
    public string Grid { get; init; } = "#e6e9ed";

    /// <summary>Gets the colour of axis lines and reference lines.</summary>
    public string Rule { get; init; } = "#8b95a1";

    /// <summary>Gets the colour of the paper beneath the chart, used for text on strong fills.</summary>
    public string Paper { get; init; } = "#ffffff";

    /// <summary>Writes the custom properties that the embedded theme reads, as CSS declarations.</summary>
    /// <returns>The declarations, one after the other, for use inside a rule.</returns>
    public string ToCustomProperties()
    {
        var css = new StringBuilder();
        for (int i = 0; i < Series.Count; i++)
        {
            css.Append("--chart-").Append(i + 1).Append(':').Append(Series[i]).Append(';');
        }

        return css.Append("--chart-ink:").Append(Ink)
            .Append(";--chart-muted:").Append(Muted)
            .Append(";--chart-grid:").Append(Grid)
            .Append(";--chart-rule:").Append(Rule)
            .Append(";--chart-paper:").Append(Paper).Append(';').ToString();
    }

    internal string Accent => SeriesColor(0);

    internal string Alarm => SeriesColor(1);

    internal double SmallSize => FontSize - 1;

    internal string SeriesColor(int index) => Series.Count == 0 ? Ink : Series[index % Series.Count];
}
