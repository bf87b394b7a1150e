using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bayes;

/// <summary>Represents the distribution of each feature over its categories within each class.</summary>
public sealed class CategoricalNaiveBayesModel : IDecisionModel, IPersistent<CategoricalNaiveBayesModel>
{
    private const int Block = 1024;

    private readonly double[] _priors;
    private readonly double[] _constants;

    // For each feature, the logarithms of probabilities, categories x classes.
    private readonly double[][] _tables;

    internal CategoricalNaiveBayesModel(FeatureSchema features, IReadOnlyList<string> classes, double[] priors, double[][] tables)
    {
        Features = features;
        Classes = classes;
        _priors = priors;
        _tables = tables;
        _constants = Array.ConvertAll(priors, Math.Log);
    }

    /// <inheritdoc/>
    public static string TypeName => "categorical-naive-bayes";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the probability of each class before a row is seen.</summary>
    public ReadOnlySpan<double> Priors => _priors;

    /// <inheritdoc/>
    public int DecisionCount => Classes.Count == 2 ? 1 : Classes.Count;

    /// <inheritdoc/>
    public static CategoricalNaiveBayesModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        double[] priors = state.ReadDoubles("priors", classes.Count);
        int[] categories = state.ReadInts("categories", features.Count);
        if (classes.Count < 2 || !Array.TrueForAll(priors, share => share is >= 0 and <= 1) || !priors.Any(share => share > 0))
        {
            throw new ModelFormatException("The value 'priors' of the model must hold shares from 0 to 1, not all 0, of two classes or more.");
        }

        double[] all = state.ReadDoubles("logarithms");
        if (!Array.TrueForAll(categories, count => count > 0) || categories.Sum(count => (long)count) * classes.Count != all.Length || !Array.TrueForAll(all, value => value <= 0 && double.IsFinite(value)))
        {
            throw new ModelFormatException("The value 'logarithms' of the model must hold a finite number of 0 or less for each category of each feature and each class.");
        }

        double[][] tables = new double[features.Count][];
        for (int feature = 0, at = 0; feature < tables.Length; at += tables[feature].Length, feature++)
        {
            tables[feature] = all[at..(at + (categories[feature] * classes.Count))];
        }

        return new CategoricalNaiveBayesModel(features, classes, priors, tables);
    }

    /// <summary>Creates the logarithms of the probabilities of the categories of a feature, classes x categories.</summary>
    /// <param name="feature">The zero-based feature.</param>
    /// <returns>A new matrix.</returns>
    public Matrix LogProbabilities(int feature) => new Matrix([.. _tables[feature]], _tables[feature].Length / Classes.Count, Classes.Count).Transpose();

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("priors", _priors);
        state.Write("categories", Array.ConvertAll(_tables, table => table.Length / Classes.Count).AsSpan());
        state.Write("logarithms", _tables.SelectMany(table => table).ToArray().AsSpan());
    }

    /// <summary>Computes the logarithm of the joint probability of the row and each class; for two classes, the second's less the first's.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="scores">Receives <see cref="DecisionCount"/> scores.</param>
    public void Decide(ReadOnlySpan<double> row, Span<double> scores)
    {
        RowCheck.Results(scores, DecisionCount);
        if (DecisionCount > 1)
        {
            Joint(row, scores);
            return;
        }

        Span<double> both = stackalloc double[2];
        Joint(row, both);
        scores[0] = both[1] - both[0];
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Results(probabilities, Classes.Count);
        Joint(row, probabilities);
        LogJoint.Normalise(probabilities, _priors);
    }

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<int> classes, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(classes, rows.Rows);
        LogJoint.Classify(rows, classes, Block, degree, _priors, Joint);
    }

    private void Joint(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        _constants.CopyTo(result);
        for (int feature = 0; feature < row.Length; feature++)
        {
            double value = row[feature];
            double[] table = _tables[feature];
            if (value >= 0 && value * result.Length < table.Length && double.IsInteger(value))
            {
                VectorKernels.Axpy(1, table.AsSpan((int)value * result.Length, result.Length), result);
            }
        }
    }
}
