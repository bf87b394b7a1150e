using System.Globalization;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Trees.Boosting;

namespace Modelyard.Ensembles;

/// <summary>Makes intervals that hold the truth with a stated chance, of any estimator of numbers, whatever the law of the data.</summary>
/// <remarks>
/// All that is needed is that new rows come as those learned from: any order of them is as likely. Then <see cref="ConformalMethod.Split"/> and <see cref="ConformalMethod.Quantiles"/> hold the
/// truth with at least the chance asked for, on average over rows, or within each group; <see cref="ConformalMethod.CrossFolds"/> and <see cref="ConformalMethod.JackknifePlus"/> hold it about
/// as often, and never miss it more than twice as often. Sources: Vovk, Gammerman and Shafer (2005), Algorithmic Learning in a Random World; Barber, Candes, Ramdas and Tibshirani (2021),
/// Predictive inference with the jackknife+, Annals of Statistics 49; Romano, Patterson and Candes (2019), Conformalized Quantile Regression.
/// </remarks>
public sealed record ConformalRegression
{
    private const int MostRowsLeftOut = 5000;

    /// <summary>Gets the estimator; for <see cref="ConformalMethod.Quantiles"/> a <see cref="GradientBoostingRegressor"/> or a <see cref="QuantileRegression"/>, whose quantiles are set.</summary>
    public required IEstimator Estimator { get; init; }

    /// <summary>Gets the chance that an interval holds the truth, above 0 and below 1.</summary>
    public double Coverage { get; init; } = 0.9;

    /// <summary>Gets where errors come from.</summary>
    public ConformalMethod Method { get; init; } = ConformalMethod.CrossFolds;

    /// <summary>Gets the share of the rows that errors are taken from, where that is a part of them; above 0 and below 1.</summary>
    public double CalibrationShare { get; init; } = 0.25;

    /// <summary>Gets the number of folds, 2 or more.</summary>
    public int Folds { get; init; } = 10;

    /// <summary>Gets the name of a feature within each of whose values the truth is to be held as often (Mondrian); null for on average over all rows. For one model or two.</summary>
    public string? Groups { get; init; }

    /// <summary>Fits the estimator, and takes its errors on rows that it did not see.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="context">What surrounds the fits.</param>
    /// <returns>A model that predicts intervals.</returns>
    /// <exception cref="ModelyardException">An option is out of range, there are too few rows for the chance that is asked for, or the estimator does not suit the method.</exception>
    public ConformalRegressionModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        Check(data);
        int feature = ConformityScores.FindGroups(data.Schema, Groups);
        if (Method is ConformalMethod.Split or ConformalMethod.Quantiles)
        {
            return FitParts(data, feature, context);
        }

        int folds = Method == ConformalMethod.JackknifePlus ? data.RowCount : Math.Min(Folds, data.RowCount);
        int[] fold = FoldAssignment.Of(data, folds, context);
        (IRegressionModel Model, double[] Errors)[] members = MemberFits.Run(folds, context, (i, own) =>
        {
            var model = (IRegressionModel)Estimator.FitModel(data.Rows(own.Choose(data.RowCount, row => fold[row] != i), own), own);
            Dataset left = data.Rows(own.Choose(data.RowCount, row => fold[row] == i), own);
            double[] predicted = new double[left.RowCount];
            Predict(model, left, predicted);
            return (model, (double[])[.. predicted.Select((value, row) => Math.Abs(left.Target[row] - value)).Order()]);
        });
        int errors = members.Sum(member => member.Errors.Length), fewest = ConformityScores.FewestRows(Coverage);
        return errors >= fewest
            ? new ConformalRegressionModel(Coverage, [.. members.Select(member => member.Model)], [.. members.Select(member => member.Errors)], null)
            : throw new ModelyardException($"There are '{errors}' rows, and intervals that hold {100 * Coverage} % need '{fewest}' or more. Give more rows, or ask for less.");
    }

    private ConformalRegressionModel FitParts(Dataset data, int feature, FitContext context)
    {
        int[] order = context.Random(0x434F4E46).Permutation(data.RowCount);
        int held = Math.Clamp((int)Math.Round(CalibrationShare * data.RowCount), 1, data.RowCount - 1);
        int[] heldRows = [.. order[..held].Order()], learnedRows = [.. order[held..].Order()];
        Dataset left = data.Rows(heldRows, context), learned = data.Rows(learnedRows, context);
        double beyond = (1 - Coverage) / 2;
        IEstimator[] estimators = Method == ConformalMethod.Split ? [Estimator] : [AtQuantile(beyond), AtQuantile(1 - beyond)];
        IRegressionModel[] models = MemberFits.Run(estimators.Length, context, (i, own) => (IRegressionModel)estimators[i].FitModel(learned, own));
        double[] low = new double[held], high = new double[held];
        Predict(models[0], left, low);
        Predict(models[^1], left, high);
        double[] scores = new double[held], groups = new double[feature < 0 ? 0 : held];
        for (int row = 0; row < held; row++)
        {
            scores[row] = models.Length == 1 ? Math.Abs(left.Target[row] - low[row]) : Math.Max(low[row] - left.Target[row], left.Target[row] - high[row]);
            if (feature >= 0)
            {
                groups[row] = left.Features[row, feature];
            }
        }

        return new ConformalRegressionModel(Coverage, models, [], ConformityScores.Of(scores, groups, feature, Coverage, context));
    }

    private IEstimator AtQuantile(double quantile) => Estimator switch
    {
        GradientBoostingRegressor boosting => boosting with { Loss = BoostingLoss.Quantile, QuantileLevel = quantile },
        QuantileRegression linear => linear with { Quantile = quantile },
        _ => throw new ModelyardException($"'{Estimator.GetType().Name}' does not predict quantiles. Take 'GradientBoostingRegressor' or 'QuantileRegression', or another method."),
    };

    private void Check(Dataset data)
    {
        if (!(Coverage is > 0 and < 1) || !(CalibrationShare is > 0 and < 1) || Folds < 2)
        {
            throw new ModelyardException(string.Create(
                CultureInfo.InvariantCulture,
                $"The coverage is '{Coverage}', the calibration share '{CalibrationShare}' and the folds '{Folds}'; the first two must lie between 0 and 1, and the folds must be 2 or more."));
        }

        if (data.Task != TaskKind.Regression || Estimator.Task != TaskKind.Regression)
        {
            throw new ModelyardException($"Intervals are of numbers, and the data is for {data.Task} and '{Estimator.GetType().Name}' for {Estimator.Task}. For classes, take 'ConformalClassification'.");
        }

        if (data.RowCount < 2)
        {
            throw new ModelyardException($"There are '{data.RowCount}' rows, and intervals need many more.");
        }

        if (Method == ConformalMethod.JackknifePlus && data.RowCount > MostRowsLeftOut)
        {
            throw new ModelyardException($"The jackknife fits a model for each of the '{data.RowCount}' rows and takes at most '{MostRowsLeftOut}'; take 'CrossFolds', which is nearly as good.");
        }

        if (Groups is not null && (Method is ConformalMethod.CrossFolds or ConformalMethod.JackknifePlus || data.IsSparse))
        {
            throw new ModelyardException("Groups are for the methods 'Split' and 'Quantiles', and for dense features; choose one of these methods, or leave the groups out.");
        }
    }

    private static void Predict(IRegressionModel model, Dataset rows, double[] predictions)
    {
        if (rows.IsSparse)
        {
            model.Predict(rows.SparseFeatures, predictions);
        }
        else
        {
            model.Predict(rows.Features, predictions);
        }
    }
}
