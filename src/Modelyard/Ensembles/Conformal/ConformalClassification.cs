using System.Globalization;
using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Makes sets of classes that hold the true one with a stated chance, of any classifier, whatever its probabilities are worth.</summary>
/// <remarks>
/// All that is needed is that new rows come as those learned from. The chance holds on average over rows; within each true class, or within each value of a feature, if that is asked for.
/// Sources: Sadinle, Lei and Wasserman (2019), Least Ambiguous Set-Valued Classifiers with Bounded Error Levels, JASA 114; Romano, Sesia and Candes (2020), Classification with Valid
/// and Adaptive Coverage, whose random tie-breaking is left out, so that sets are the same each time and hold the truth a little more often; Vovk (2013), Conditional validity of inductive conformal predictors.
/// </remarks>
public sealed record ConformalClassification
{
    /// <summary>Gets the classifier.</summary>
    public required IEstimator Estimator { get; init; }

    /// <summary>Gets the chance that a set holds the true class, above 0 and below 1.</summary>
    public double Coverage { get; init; } = 0.9;

    /// <summary>Gets how strange a class is for a row.</summary>
    public SetScore Score { get; init; } = SetScore.Probability;

    /// <summary>Gets the share of the rows that the strangeness is taken from, above 0 and below 1.</summary>
    public double CalibrationShare { get; init; } = 0.25;

    /// <summary>Gets a value indicating whether the chance is to hold within each true class: rare ones too.</summary>
    public bool ByClass { get; init; }

    /// <summary>Gets the name of a feature within each of whose values the chance is to hold (Mondrian); null for none.</summary>
    public string? Groups { get; init; }

    /// <summary>Fits the classifier on a part of the rows, and learns from the others how strange true classes may look.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>A model that predicts sets.</returns>
    /// <exception cref="ModelyardException">An option is out of range, or there are too few rows for the chance that is asked for.</exception>
    public ConformalClassificationModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        Check(data);
        int feature = ConformityScores.FindGroups(data.Schema, Groups);
        int[] fold = FoldAssignment.Of(data, Math.Max(2, (int)Math.Round(1 / CalibrationShare)), context);
        Dataset left = data.Rows(context.Choose(data.RowCount, row => fold[row] == 0), context), learned = data.Rows(context.Choose(data.RowCount, row => fold[row] != 0), context);
        var model = (IClassificationModel)Estimator.FitModel(learned, context);
        double[] scores = new double[left.RowCount], groups = new double[feature < 0 ? 0 : left.RowCount], probabilities = new double[data.ClassCount];
        for (int row = 0; row < left.RowCount; row++)
        {
            model.PredictProbability(left.Features.Row(row), probabilities);
            scores[row] = ConformalClassificationModel.Strangeness(Score, probabilities, left.Labels[row]);
            if (feature >= 0)
            {
                groups[row] = left.Features[row, feature];
            }
        }

        if (!ByClass)
        {
            return new ConformalClassificationModel(this, model, [ConformityScores.Of(scores, groups, feature, Coverage, context)]);
        }

        int[] labels = left.Labels.ToArray();
        int[] present = [.. Enumerable.Range(0, data.ClassCount).Where(label => data.Labels.Contains(label))];
        var own = new ConformityScores?[data.ClassCount];
        foreach (int label in present)
        {
            own[label] = OfClass(data.Classes[label], [.. scores.Where((_, row) => labels[row] == label)], context);
        }

        return new ConformalClassificationModel(this, model, own);
    }

    private ConformityScores OfClass(string label, double[] scores, FitContext context)
    {
        try
        {
            return ConformityScores.Of(scores, [], -1, Coverage, context);
        }
        catch (ModelyardException fault)
        {
            throw new ModelyardException($"The class '{label}': {fault.Message}", fault);
        }
    }

    private void Check(Dataset data)
    {
        if (!(Coverage is > 0 and < 1) || !(CalibrationShare is > 0 and <= 0.5))
        {
            throw new ModelyardException(string.Create(
                CultureInfo.InvariantCulture, $"The coverage is '{Coverage}' and the calibration share '{CalibrationShare}'; the first must lie between 0 and 1, the second be above 0 and at most 0.5."));
        }

        if (data.Task != TaskKind.Classification || Estimator.Task != TaskKind.Classification)
        {
            throw new ModelyardException($"Sets are of classes, and the data is for {data.Task} and '{Estimator.GetType().Name}' for {Estimator.Task}. For numbers, take 'ConformalRegression'.");
        }

        if (data.IsSparse || data.RowCount < 2 || (ByClass && Groups is not null))
        {
            throw new ModelyardException($"There are '{data.RowCount}' rows, {(data.IsSparse ? "sparse" : "dense")}; sets need two or more, dense, and either classes or groups within which the chance is to hold, not both.");
        }
    }
}
