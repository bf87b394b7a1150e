using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Represents a classifier and how strange true classes may look to it. Immutable, safe for any number of threads.</summary>
public sealed class ConformalClassificationModel
{
    private readonly ConformalClassification _settings;
    private readonly ConformityScores?[] _scores;

    internal ConformalClassificationModel(ConformalClassification settings, IClassificationModel model, ConformityScores?[] scores)
    {
        _settings = settings;
        Model = model;
        _scores = scores;
    }

    /// <summary>Gets the chance that a set holds the true class.</summary>
    public double Coverage => _settings.Coverage;

    /// <summary>Gets the classifier.</summary>
    public IClassificationModel Model { get; }

    /// <summary>Gets the labels of the classes.</summary>
    public IReadOnlyList<string> Classes => Model.Classes;

    /// <summary>Predicts the set of one row.</summary>
    /// <param name="row">One number a feature.</param>
    /// <param name="set">Receives, for each class, whether it is in the set; there may be none, where the row looks like no class.</param>
    /// <returns>The number of classes in the set.</returns>
    public int PredictSet(ReadOnlySpan<double> row, Span<bool> set)
    {
        Span<double> probabilities = Classes.Count <= 256 ? stackalloc double[Classes.Count] : new double[Classes.Count];
        Model.PredictProbability(row, probabilities);
        int count = 0;
        for (int label = 0; label < Classes.Count; label++)
        {
            ConformityScores? scores = _scores.Length == 1 ? _scores[0] : _scores[label];
            set[label] = scores is not null && Strangeness(_settings.Score, probabilities, label) <= scores.Quantile(Coverage, row);
            count += set[label] ? 1 : 0;
        }

        return count;
    }

    /// <summary>Predicts rows whose class is known, and counts how often sets hold it.</summary>
    /// <param name="data">Rows that nothing was learned from.</param>
    /// <returns>The share, beside the one that was asked for; by true class or by group, if the chance is to hold within them.</returns>
    /// <exception cref="ModelyardException">There are no rows, or they are sparse.</exception>
    public CoverageCheck Check(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.RowCount == 0 || data.IsSparse)
        {
            throw new ModelyardException($"There are '{data.RowCount}' rows to check sets on, {(data.IsSparse ? "sparse" : "dense")}; there must be one or more, dense.");
        }

        bool[] held = new bool[data.RowCount], set = new bool[Classes.Count];
        double size = 0;
        for (int row = 0; row < held.Length; row++)
        {
            size += PredictSet(data.Features.Row(row), set) / (double)held.Length;
            held[row] = set[data.Labels[row]];
        }

        int[] labels = data.Labels.ToArray();
        return ConformityScores.Check(Coverage, held, size, _settings.ByClass ? Array.ConvertAll(labels, label => data.Classes[label]) : _scores[0]!.NamesOf(data));
    }

    /// <summary>Computes how strange a class is: what its probability lacks to 1, or the probability of it and of all that are more probable.</summary>
    internal static double Strangeness(SetScore score, ReadOnlySpan<double> probabilities, int label)
    {
        if (score == SetScore.Probability)
        {
            return 1 - probabilities[label];
        }

        double sum = 0;
        foreach (double probability in probabilities)
        {
            sum += probability >= probabilities[label] ? probability : 0;
        }

        return sum;
    }
}
