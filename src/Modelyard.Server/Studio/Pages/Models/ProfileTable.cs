using Modelyard.Learning;
using Modelyard.Preparation;
using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Models;

/// <summary>Lays the profile of training data out as a table.</summary>
internal static class ProfileTable
{
    private const int MostLevels = 4;

    private static readonly TableColumn[] Columns =
    [
        new("input", "Input"),
        new("kind", "Kind"),
        new("missing", "Missing", ColumnKind.Share),
        new("minimum", "Least", ColumnKind.Number),
        new("mean", "Mean", ColumnKind.Number),
        new("maximum", "Greatest", ColumnKind.Number),
        new("deviation", "Deviation", ColumnKind.Number),
        new("levels", "Levels", ColumnKind.Prose),
    ];

    public static DataTable Of(string name, string title, FeatureSchema? inputs, TableProfile? profile)
    {
        Dictionary<string, ColumnProfile> known = (profile?.Columns ?? []).ToDictionary(column => column.Name, StringComparer.Ordinal);
        return new DataTable(name, title, Columns, [.. (inputs ?? Enumerable.Empty<Feature>()).Select(input => Row(input, known.GetValueOrDefault(input.Name)))]);
    }

    private static IReadOnlyList<Cell> Row(Feature input, ColumnProfile? profile)
    {
        bool isTime = input.Kind == FeatureKind.Timestamp;
        return
        [
            new Cell(input.Name),
            new Cell(input.Kind.ToString().ToLowerInvariant()),
            new Cell(profile is { Rows: > 0 } ? profile.Missing / (double)profile.Rows : null),
            new Cell(isTime ? Day(profile?.Minimum) : profile?.Minimum),
            new Cell(isTime ? Day(profile?.Mean) : profile?.Mean),
            new Cell(isTime ? Day(profile?.Maximum) : profile?.Maximum),
            new Cell(isTime ? null : profile?.StandardDeviation),
            new Cell(Levels(input, profile)),
        ];
    }

    private static string? Day(double? seconds) => seconds is { } value && double.IsFinite(value) ? DateTime.UnixEpoch.AddSeconds(value).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null;

    private static string? Levels(Feature input, ColumnProfile? profile)
    {
        if (input.Kind != FeatureKind.Categorical)
        {
            return null;
        }

        IEnumerable<string> shown = profile is { Counts.Count: > 0, Rows: > 0 }
            ? profile.Levels.Zip(profile.Counts).OrderByDescending(level => level.Second).Take(MostLevels).Select(level => $"{level.First} {Charts.NumberText.Percent(level.Second / (double)profile.Rows)}")
            : input.Levels.Take(MostLevels);
        return string.Join(", ", shown) + (input.Levels.Count > MostLevels ? $" and {input.Levels.Count - MostLevels} more" : "");
    }
}
