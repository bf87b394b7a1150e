using Modelyard.Bayes;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents a classifier whose probabilities are brought to the shares that occur.</summary>
/// <remarks>
/// Curves are learned from rows that the classifier did not learn from. As an ensemble, each fold's model keeps the curves learned from the fold that it did not see, and their
/// probabilities are averaged; otherwise one set of curves is learned from all folds, and one model from all rows. More than two classes have a curve each, against the rest, and are
/// brought to sum 1. A sigmoid reads the decision values of two classes, else the logarithm of the odds of a probability, as which a sigmoid can leave it as it is; the other kinds read
/// probabilities. Sources: Platt (1999), Probabilistic Outputs for Support Vector Machines; Zadrozny and Elkan (2002), Transforming Classifier Scores into Accurate
/// Multiclass Probability Estimates, KDD; Kull, Silva Filho and Flach (2017), Beta Calibration, AISTATS; Guo, Pleiss, Sun and Weinberger (2017), On Calibration of Modern Neural Networks, ICML.
/// </remarks>
public sealed record CalibratedClassifier : IClassifier<CalibratedClassificationModel>
{
    /// <summary>Gets the classifier whose probabilities are calibrated.</summary>
    [Hyperparameter(Meaning = "Classifier whose probabilities are calibrated.")]
    public IEstimator Estimator { get; init; } = new GaussianNaiveBayes();

    /// <summary>Gets the kind of curve.</summary>
    [Hyperparameter(Meaning = "Kind of curve.", SearchAll = true)]
    public CalibrationMethod Method { get; init; } = CalibrationMethod.Sigmoid;

    /// <summary>Gets the number of folds.</summary>
    [Hyperparameter(Meaning = "Number of folds.", Minimum = 2, Maximum = 100)]
    public int Folds { get; init; } = 5;

    /// <summary>Gets a value indicating whether the models of the folds are kept and averaged.</summary>
    [Hyperparameter(Meaning = "Whether the models of the folds are kept and averaged; otherwise one model learns from all rows.")]
    public bool Ensemble { get; init; } = true;

    /// <inheritdoc/>
    public LearnerTraits Traits => Estimator.Traits with { DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public CalibratedClassificationModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        int[] present = BinaryTarget.PresentClasses(data, nameof(CalibratedClassifier));
        int folds = Math.Min(Folds, data.RowCount);
        int[] fold = FoldAssignment.Of(data, folds, context);
        (IClassificationModel Model, Matrix Scores, int[] Rows)[] parts = MemberFits.Run(folds + (Ensemble ? 0 : 1), context, (i, own) =>
        {
            if (i == folds)
            {
                return ((IClassificationModel)Estimator.FitModel(data, own), new Matrix(0, data.ClassCount), []);
            }

            int[] rows = own.Choose(data.RowCount, row => fold[row] == i);
            var model = (IClassificationModel)Estimator.FitModel(data.Rows(own.Choose(data.RowCount, row => fold[row] != i), own), own);
            return (model, ClassScores.Of(model, Method, data.Rows(rows, own), own), rows);
        });
        return Ensemble ? Joined(data, present, parts, context) : Refitted(data, present, parts, context);
    }

    private CalibratedClassificationModel Joined(Dataset data, int[] present, (IClassificationModel Model, Matrix Scores, int[] Rows)[] parts, FitContext context)
    {
        var members = new List<IClassificationModel>();
        var calibrations = new List<ClassCalibration>();
        foreach ((IClassificationModel model, Matrix scores, int[] rows) in parts)
        {
            if (!data.HasWeights || Array.Exists(rows, row => data.Weights[row] > 0))
            {
                members.Add(model);
                calibrations.Add(Calibrate(data, scores, rows, context));
            }
        }

        return new CalibratedClassificationModel(data.Schema, data.Classes, present, members, [.. calibrations]);
    }

    private CalibratedClassificationModel Refitted(Dataset data, int[] present, (IClassificationModel Model, Matrix Scores, int[] Rows)[] parts, FitContext context)
    {
        var scores = new Matrix(data.RowCount, data.ClassCount);
        foreach ((_, Matrix own, int[] rows) in parts)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                own.Row(i).CopyTo(scores.Row(rows[i]));
            }
        }

        ClassCalibration calibration = Calibrate(data, scores, [.. Enumerable.Range(0, data.RowCount)], context);
        return new CalibratedClassificationModel(data.Schema, data.Classes, present, [parts[^1].Model], [calibration]);
    }

    private ClassCalibration Calibrate(Dataset data, Matrix scores, int[] rows, FitContext context) => context.Within(() => ClassCalibration.Learn(
        Method,
        scores,
        Array.ConvertAll(rows, row => data.Labels[row]),
        Array.ConvertAll(rows, row => data.HasWeights ? data.Weights[row] : 1),
        context));
}
