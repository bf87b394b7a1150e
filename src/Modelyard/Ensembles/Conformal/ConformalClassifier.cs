using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Boosting;

namespace Modelyard.Ensembles;

/// <summary>Makes sets of classes that hold the true one with a stated chance, of any classifier, whatever its probabilities are worth.</summary>
/// <remarks>
/// All that is needed is that new rows come as those learned from. The chance holds on average over rows; within each true class, or within each value of a feature, if that is asked for. Rows count alike, whatever their weights, which are for the classifier.
/// Sources: Sadinle, Lei and Wasserman (2019), Least Ambiguous Set-Valued Classifiers with Bounded Error Levels, JASA 114; Romano, Sesia and Candes (2020), Classification with Valid
/// and Adaptive Coverage, whose random tie-breaking is left out, so that sets are the same each time and hold the truth a little more often; Vovk (2013), Conditional validity of inductive conformal predictors.
/// </remarks>
public sealed record ConformalClassifier : IClassifier<ConformalClassificationModel>, IHoldOutEstimator
{
    /// <summary>Gets the classifier.</summary>
    [Hyperparameter(Meaning = "Classifier whose predictions get sets.")]
    public IEstimator Estimator { get; init; } = new GradientBoostingClassifier();

    /// <summary>Gets the chance that a set holds the true class.</summary>
    [Hyperparameter(Meaning = "Chance that a set holds the true class.", Minimum = 0, MinimumExclusive = true, Maximum = 1, MaximumExclusive = true)]
    public double Coverage { get; init; } = 0.9;

    /// <summary>Gets how strange a class is for a row.</summary>
    [Hyperparameter(Meaning = "How strange a class is for a row.")]
    public SetScore Score { get; init; } = SetScore.Probability;

    /// <summary>Gets the share of the rows that the strangeness is taken from; more, if they are too few for the coverage.</summary>
    [Hyperparameter(Meaning = "Share of the rows that the strangeness is taken from.", Minimum = 0, MinimumExclusive = true, Maximum = 1, MaximumExclusive = true)]
    public double CalibrationShare { get; init; } = 0.25;

    /// <summary>Gets a value indicating whether the chance is to hold within each true class: rare ones too.</summary>
    [Hyperparameter(Meaning = "Whether the coverage is to hold within each true class.")]
    public bool ByClass { get; init; }

    /// <summary>Gets the name of a feature within each of whose values the chance is to hold (Mondrian); null for none.</summary>
    [Hyperparameter(Meaning = "Feature within each of whose values the coverage is to hold.")]
    public string? Groups { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => Estimator.Traits with { DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public IHoldOutEstimator Over(IEstimator estimator) => this with { Estimator = estimator };

    /// <inheritdoc/>
    public ConformalClassificationModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        Check(data);
        int feature = ConformityScores.FindGroups(data.Schema, Groups);
        (Dataset learned, Dataset left) = CalibrationRows.Part(data, CalibrationShare, ConformityScores.FewestRows(Coverage), feature, context);
        var model = (IClassificationModel)Estimator.FitModel(learned, context);
        double[] scores = Strangeness(model, left, context);
        if (!ByClass)
        {
            return new ConformalClassificationModel(data.Schema, Coverage, Score, model, [ConformityScores.Of(scores, left, feature, Coverage, context)]);
        }

        int[] labels = left.Labels.ToArray();
        var own = new ConformityScores?[data.ClassCount];
        foreach (int label in data.Labels.ToArray().Distinct().Order())
        {
            own[label] = OfClass(left, label, [.. scores.Where((_, row) => labels[row] == label)], context);
        }

        return new ConformalClassificationModel(data.Schema, Coverage, Score, model, own);
    }

    private double[] Strangeness(IClassificationModel model, Dataset rows, FitContext context)
    {
        double[] scores = new double[rows.RowCount];
        foreach ((int first, int count) in context.Pieces(scores.Length))
        {
            var probabilities = new Matrix(count, rows.ClassCount);
            if (rows.IsSparse)
            {
                model.PredictProbability(rows.SparseFeatures.RowRange(first, count), probabilities, context.Parallelism);
            }
            else
            {
                model.PredictProbability(rows.Features.RowRange(first, count), probabilities, context.Parallelism);
            }

            for (int row = 0; row < count; row++)
            {
                scores[first + row] = ConformalClassificationModel.Strangeness(Score, probabilities.Row(row), rows.Labels[first + row]);
            }
        }

        return scores;
    }

    private ConformityScores OfClass(Dataset left, int label, double[] scores, FitContext context)
    {
        try
        {
            return ConformityScores.Of(scores, left, -1, Coverage, context);
        }
        catch (ModelyardException fault)
        {
            throw new ModelyardException($"The class '{left.Classes[label]}': {fault.Message}", fault);
        }
    }

    private void Check(Dataset data)
    {
        if (data.RowCount < 2)
        {
            throw new ModelyardException("There is one row, and sets need many more.");
        }

        if (ByClass && Groups is not null)
        {
            throw new ModelyardException($"ByClass is 'true' and Groups is '{Groups}'; the coverage can hold within classes or within groups. Leave one of the two out.");
        }
    }
}
