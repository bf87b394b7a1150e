using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation.Text;

namespace Modelyard.Preparation;

/// <summary>Computes the profile of training data that travels in the model file.</summary>
public static class TableProfiler
{
    /// <summary>The number of bins of a column of numbers, of which fewer are made if its values repeat: hundredths of the rows show a difference of shares to 1 % at least.</summary>
    internal const int Bins = 100;

    // Model files of before have so many.
    private const int FormerBins = 20;

    /// <summary>Determines whether a column of numbers has fewer bins than were asked for, as its values repeat: borders are such values.</summary>
    internal static bool HasRepeats(ColumnProfile column) => column.Counts.Count < Bins && column.Counts.Count != FormerBins;

    /// <summary>Profiles every input, and the target last; a text by its number of words, and by how many rows hold each of its terms.</summary>
    /// <param name="data">The training rows, before any preparation.</param>
    /// <returns>The profile.</returns>
    public static TableProfile Profile(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var layout = TermLayout.Find(data.Schema);
        Dataset table = TermLayout.ColumnsOf(data);
        var columns = new List<ColumnProfile>();
        for (int feature = 0; feature < table.FeatureCount; feature++)
        {
            double[] values = new double[table.RowCount];
            table.Features.CopyColumnTo(feature, values);
            ColumnProfile profile = Profile(table.Schema[feature], values);
            int text = layout is null ? -1 : Array.IndexOf(layout.Texts, feature);
            columns.Add(text < 0 ? profile : WithTerms(profile, layout!.TermsOf(data, text, new FitContext())));
        }

        columns.Add(data.Task == TaskKind.Regression
            ? Profile(new Feature(data.TargetName), data.Target.ToArray())
            : Profile(
                new Feature(data.TargetName, FeatureKind.Categorical) { Levels = data.Classes },
                Array.ConvertAll(data.Labels.ToArray(), label => (double)label)));
        return new TableProfile(data.RowCount, columns);
    }

    private static ColumnProfile WithTerms(ColumnProfile profile, SparseMatrix terms)
    {
        long[] rows = new long[terms.Columns], counts = new long[terms.Columns];
        ReadOnlySpan<int> indices = terms.Indices;
        ReadOnlySpan<double> values = terms.Values;
        for (int i = 0; i < indices.Length; i++)
        {
            rows[indices[i]]++;
            counts[indices[i]] += (long)values[i];
        }

        return profile with { TermRows = rows, TermCounts = counts };
    }

    private static ColumnProfile Profile(Feature feature, double[] values)
    {
        double[] present = Array.FindAll(values, value => !double.IsNaN(value));
        var profile = new ColumnProfile(feature.Name, feature.Kind) { Rows = values.Length, Missing = values.Length - present.Length };
        if (feature.IsCategorical)
        {
            long[] counts = new long[feature.Levels.Count];
            foreach (double code in present)
            {
                if (code >= 0)
                {
                    counts[(int)code]++;
                }
            }

            return profile with { Levels = feature.Levels, Counts = counts };
        }

        if (present.Length == 0)
        {
            return profile;
        }

        Array.Sort(present);
        double mean = present.Sum(value => value / present.Length);
        double variance = present.Length < 2 ? double.NaN : present.Sum(value => (value - mean) * (value - mean) / (present.Length - 1));
        double[] borders = [.. Enumerable.Range(1, Bins - 1)
            .Select(bin => present[(int)((long)bin * (present.Length - 1) / Bins)])
            .Where(border => border < present[^1])
            .Distinct()];
        long[] inBin = new long[borders.Length + 1];
        int at = 0;
        foreach (double value in present)
        {
            while (at < borders.Length && value > borders[at])
            {
                at++;
            }

            inBin[at]++;
        }

        return profile with
        {
            Mean = mean,
            StandardDeviation = Math.Sqrt(variance),
            Minimum = present[0],
            Maximum = present[^1],
            Borders = borders,
            Counts = inBin,
        };
    }
}
