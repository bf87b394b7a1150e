using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Persistence.Format;

/// <summary>Reads the profile of the training data from the manifest.</summary>
internal static class ProfileReader
{
    internal static TableProfile Read(JsonElement profile, ModelFileLimits limits)
    {
        if (profile.ValueKind != JsonValueKind.Object)
        {
            throw new ModelFormatException("The member 'profile' of the manifest must be an object.");
        }

        return new TableProfile(
            ManifestReader.CountMember(profile, "rows"),
            [.. ManifestReader.Member(profile, "columns", JsonValueKind.Array).EnumerateArray().Select(column => ReadColumn(column, limits))]);
    }

    private static ColumnProfile ReadColumn(JsonElement column, ModelFileLimits limits)
    {
        if (column.ValueKind != JsonValueKind.Object)
        {
            throw new ModelFormatException("Each column of the profile must be an object.");
        }

        var read = new ColumnProfile(ManifestReader.TextMember(column, "name", limits), ManifestReader.EnumMember<FeatureKind>(column, "kind", limits))
        {
            Rows = ManifestReader.CountMember(column, "rows"),
            Missing = ManifestReader.CountMember(column, "missing"),
            Mean = ManifestReader.NumberMember(column, "mean"),
            StandardDeviation = ManifestReader.NumberMember(column, "standardDeviation"),
            Minimum = ManifestReader.NumberMember(column, "minimum"),
            Maximum = ManifestReader.NumberMember(column, "maximum"),
            Borders = [.. ManifestReader.Member(column, "borders", JsonValueKind.Array).EnumerateArray().Select(border => border.TryGetAnyNumber(out double value)
                ? value
                : throw new ModelFormatException("Each of the 'borders' of the profile must be a number."))],
            Levels = ManifestReader.Texts(ManifestReader.Member(column, "levels", JsonValueKind.Array), "levels", limits),
            Counts = ReadCounts(column, "counts"),

            // Files of before terms were counted have no such members.
            TermRows = column.TryGetProperty("termRows", out _) ? ReadCounts(column, "termRows") : [],
            TermCounts = column.TryGetProperty("termCounts", out _) ? ReadCounts(column, "termCounts") : [],
        };
        CheckTerms(read);
        int expected = read.Kind == FeatureKind.Categorical ? read.Levels.Count : read.Borders.Count + 1;
        return read.Counts.Count == expected || (read.Counts.Count == 0 && read.Borders.Count == 0)
            ? read
            : throw new ModelFormatException($"The column '{read.Name}' of the profile has '{read.Counts.Count}' counts and must have '{expected}'.");
    }

    private static long[] ReadCounts(JsonElement column, string name) =>
        [.. ManifestReader.Member(column, name, JsonValueKind.Array).EnumerateArray().Select(count => ManifestReader.Count(count, name))];

    private static void CheckTerms(ColumnProfile column)
    {
        if (column.TermRows.Count != column.TermCounts.Count)
        {
            throw new ModelFormatException($"The column '{column.Name}' of the profile has '{column.TermRows.Count}' terms by rows and '{column.TermCounts.Count}' by counts, and must have as many of both.");
        }

        for (int term = 0; term < column.TermRows.Count; term++)
        {
            if (column.TermRows[term] > column.Rows || column.TermCounts[term] < column.TermRows[term])
            {
                throw new ModelFormatException(
                    $"Term '{term}' of the column '{column.Name}' of the profile stands in '{column.TermRows[term]}' of '{column.Rows}' rows, '{column.TermCounts[term]}' times; it must stand in at most all rows, and as often as there are rows that hold it or more.");
            }
        }
    }
}
