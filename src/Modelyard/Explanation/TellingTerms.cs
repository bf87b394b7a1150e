using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation.Text;
using Modelyard.Probability;

namespace Modelyard.Explanation;

/// <summary>Represents the words of a text that stand more often in rows of one kind than chance would have it.</summary>
/// <param name="Column">The column of the text.</param>
/// <param name="Of">The class of the rows; for a target that is a number, 'great' or 'small'.</param>
/// <param name="Terms">The words, those that tell most first.</param>
/// <remarks>Each word is looked at alone, whatever a model makes of it: by the difference between the rows that have it and are of the kind and those expected, over its standard deviation.</remarks>
public sealed record TellingTerms(string Column, string Of, IReadOnlyList<string> Terms)
{
    private const int MostClasses = 20;

    // Of thousands of words some differ by three deviations for no reason: of all of them together, this many are let pass that have none.
    private const double ByChance = 0.5;
    private const double LeastDeviations = 3;

    /// <summary>Finds the words that tell of each class, or of great and small numbers.</summary>
    /// <param name="data">The rows, as they are before any preparation.</param>
    /// <param name="most">The greatest number of words of each kind and text.</param>
    /// <returns>The words, text after text and class after class; empty if there are no texts, or more than 20 classes.</returns>
    public static IReadOnlyList<TellingTerms> Find(Dataset data, int most = 10)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (TermLayout.Find(data.Schema) is not { } layout || !data.IsSparse || data.ClassCount > MostClasses)
        {
            return [];
        }

        (string Kind, double[] Scores)[] kinds = data.Task == TaskKind.Classification ? OfClasses(data, layout) : OfNumbers(data, layout);
        double least = Math.Max(LeastDeviations, Normal.Quantile(1 - (ByChance / (data.FeatureCount - layout.Columns.Count))));
        var found = new List<TellingTerms>();
        for (int text = 0; text < layout.Texts.Length; text++)
        {
            Feature column = layout.Columns[layout.Texts[text]];
            foreach ((string kind, double[] scores) in kinds)
            {
                int first = layout.Starts[text];
                string[] terms = [.. Enumerable.Range(0, column.Levels.Count)
                    .Where(term => scores[first + term] >= least)
                    .OrderByDescending(term => scores[first + term])
                    .Take(most)
                    .Select(term => column.Levels[term])];
                if (terms.Length > 0)
                {
                    found.Add(new TellingTerms(column.Name, kind, terms));
                }
            }
        }

        return found;
    }

    private static (string, double[])[] OfClasses(Dataset data, TermLayout layout)
    {
        var rows = new Matrix(data.ClassCount, data.FeatureCount);
        double[] ofClass = new double[data.ClassCount];
        for (int row = 0; row < data.RowCount; row++)
        {
            ofClass[data.Labels[row]]++;
            Span<double> own = rows.Row(data.Labels[row]);
            foreach (int column in data.SparseFeatures.Row(row).Indices)
            {
                own[column]++;
            }
        }

        double[] ofTerm = new double[data.FeatureCount];
        for (int label = 0; label < rows.Rows; label++)
        {
            VectorKernels.Axpy(1, rows.Row(label), ofTerm);
        }

        // The number of rows that have both is hypergeometric if word and class have nothing to do with each other.
        double n = data.RowCount;
        return [.. data.Classes.Select((name, label) => (name, Enumerable.Range(0, data.FeatureCount).Select(term =>
        {
            double expected = ofTerm[term] * ofClass[label] / n;
            double variance = expected * (1 - (ofClass[label] / n)) * (n - ofTerm[term]) / Math.Max(1, n - 1);
            return term >= layout.Columns.Count && variance > 0 ? (rows[label, term] - expected) / Math.Sqrt(variance) : 0;
        }).ToArray()))];
    }

    private static (string, double[])[] OfNumbers(Dataset data, TermLayout layout)
    {
        double n = data.RowCount, mean = data.Target.ToArray().Average();
        double deviation = Math.Sqrt(data.Target.ToArray().Sum(value => (value - mean) * (value - mean)) / Math.Max(1, n - 1));
        double[] sums = new double[data.FeatureCount], counts = new double[data.FeatureCount];
        for (int row = 0; row < data.RowCount; row++)
        {
            foreach (int column in data.SparseFeatures.Row(row).Indices)
            {
                counts[column]++;
                sums[column] += data.Target[row] - mean;
            }
        }

        // The mean of so many numbers drawn without replacement.
        double[] great = [.. sums.Select((sum, term) =>
        {
            double spread = deviation * Math.Sqrt(counts[term] * (1 - (counts[term] / n)));
            return term >= layout.Columns.Count && spread > 0 ? sum / spread : 0;
        })];
        return [("great", great), ("small", Array.ConvertAll(great, score => -score))];
    }
}
