using Modelyard.Charts;
using Modelyard.Drift;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Preparation.Text;
using Modelyard.Probability;
using Modelyard.Selection.Features;

namespace Modelyard.Monitoring;

/// <summary>Represents how far texts have moved from those of a reference: whether a classifier tells them apart by their words, and by which.</summary>
/// <remarks>The classifier is a logistic regression on the words, each weighted by how often it stands in a text and how rare it is; its area under the ROC curve is that of texts that it did not see.</remarks>
public sealed class TextDrift
{
    private const int LeastRows = 20;
    private const double Level = 0.05;

    private TextDrift(DomainArea area, IReadOnlyList<TellingWord> words, int reference, int current)
    {
        Area = area.Area;
        PValue = area.PValue;
        Words = words;
        ReferenceRows = reference;
        CurrentRows = current;
    }

    /// <summary>Gets the area under the ROC curve out of fold, with an interval of 95 %: 0.5 if the texts have one law.</summary>
    public ScoreInterval Area { get; }

    /// <summary>Gets the chance of such an area, or a greater one, if the texts had one law.</summary>
    public double PValue { get; }

    /// <summary>Gets the words that stand in more or fewer texts beyond chance, the most telling first.</summary>
    public IReadOnlyList<TellingWord> Words { get; }

    /// <summary>Gets the number of texts of the reference, missing ones too.</summary>
    public int ReferenceRows { get; }

    /// <summary>Gets the number of texts of now, missing ones too.</summary>
    public int CurrentRows { get; }

    /// <summary>Gets the words that tell most, in a phrase.</summary>
    internal string Evidence => Words.Count == 0
        ? "no single word"
        : string.Join(", ", Words.Take(3).Select((word, i) => $"'{word.Word}' {NumberText.Percent(word.Reference)}{(i == 0 ? " in the reference" : "")} and {NumberText.Percent(word.Current)}{(i == 0 ? " now" : "")}")).Replace('\u00A0', ' ');

    /// <summary>Compares the texts of two columns.</summary>
    /// <param name="reference">The texts of the reference, 20 or more.</param>
    /// <param name="current">The texts of now, 20 or more.</param>
    /// <param name="context">The seed, the threads and the cancellation; null for the defaults.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ModelyardException">A column has too few rows, or no word stands in two texts.</exception>
    public static TextDrift Compare(Column reference, Column current, FitContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        context ??= FitContext.Default;
        if (reference.Length < LeastRows || current.Length < LeastRows)
        {
            throw new ModelyardException($"There are '{reference.Length}' texts of the reference and '{current.Length}' of now, and there must be {LeastRows} or more of each.");
        }

        var both = Frame.ConcatRows(Frame.Of([reference]), Frame.Of([current.Name == reference.Name ? current : current.Rename(reference.Name)]));
        Feature text = TextTerms.Describe(both[reference.Name]);
        if (text.Levels.Count == 0)
        {
            throw new ModelyardException($"The texts of the column '{reference.Name}' cannot be compared: no word stands in two of them.");
        }

        var encoder = new RowEncoder(new FeatureSchema(text));
        SparseMatrix counts = encoder.EncodeSparse(both, context.Parallelism);
        int[] labels = [.. Enumerable.Range(0, counts.Rows).Select(row => row < reference.Length ? 0 : 1)];
        Dataset data = Dataset.ForClassification(counts, labels, ["reference", "current"], encoder.Features, "table").WithGroups(Shared(both[reference.Name], reference.Length));
        var classifier = new LogisticRegression();
        var area = DomainArea.OutOfFold(new Pipeline(PreparationPlan.For(data, classifier.Traits).Steps, classifier), data, context);
        return new TextDrift(area, Telling(counts, text.Levels, reference.Length), reference.Length, current.Length);
    }

    /// <summary>Groups texts that stand in both columns: in another fold than its twin, a text would be given the answer of the other column.</summary>
    private static int[] Shared(Column texts, int rows)
    {
        int[] groups = [.. Enumerable.Range(0, texts.Length)];
        int[] present = [.. groups.Where(row => !texts.IsMissing(row))];
        foreach (IGrouping<string, int> same in present.GroupBy(row => texts.FormatCell(row), StringComparer.Ordinal).Where(same => same.First() < rows && same.Last() >= rows))
        {
            foreach (int row in same)
            {
                groups[row] = same.First();
            }
        }

        return groups;
    }

    private static TellingWord[] Telling(SparseMatrix counts, IReadOnlyList<string> words, int rows)
    {
        // The number of words of a text stands before its words.
        double[] then = new double[words.Count + 1], now = new double[words.Count + 1];
        for (int row = 0; row < counts.Rows; row++)
        {
            foreach (int place in counts.Row(row).Indices)
            {
                (row < rows ? then : now)[place]++;
            }
        }

        int others = counts.Rows - rows;
        double[] chances = [.. words.Select((_, word) => ExactCounts.Fisher(then[word + 1], rows, now[word + 1], others))];
        IReadOnlyList<double> adjusted = MultipleTests.BenjaminiHochberg(chances);
        return [.. words.Select((word, i) => new TellingWord(word, then[i + 1] / rows, now[i + 1] / others, adjusted[i])).Index().Where(one => one.Item.AdjustedPValue <= Level)
            .OrderBy(one => chances[one.Index]).ThenByDescending(one => Math.Abs(one.Item.Current - one.Item.Reference)).ThenBy(one => one.Item.Word, StringComparer.Ordinal).Select(one => one.Item)];
    }
}
