using Modelyard.Learning;
using Modelyard.Trees.Boosting;

namespace Modelyard.Ensembles;

/// <summary>Makes intervals that hold the truth with a stated chance, of any estimator of numbers, whatever the law of the data.</summary>
/// <remarks>
/// All that is needed is that new rows come as those learned from: any order of them is as likely. Then <see cref="ConformalMethod.Split"/> and <see cref="ConformalMethod.Quantiles"/> hold the
/// truth with at least the chance asked for, on average over rows, or within each group; <see cref="ConformalMethod.CrossFolds"/> and <see cref="ConformalMethod.JackknifePlus"/> hold it about
/// as often, and never miss it more than twice as often. Rows count alike, whatever their weights, which are for the estimator. Sources: Vovk, Gammerman and Shafer (2005), Algorithmic Learning in a Random World; Barber, Candes, Ramdas and Tibshirani (2021),
/// Predictive inference with the jackknife+, Annals of Statistics 49; Romano, Patterson and Candes (2019), Conformalized Quantile Regression.
/// </remarks>
public sealed record ConformalRegressor : IRegressor<ConformalRegressionModel>, IHoldOutEstimator
{
    private const int MostRowsLeftOut = 5000;

    /// <summary>Gets the estimator; for <see cref="ConformalMethod.Quantiles"/> one that predicts quantiles, whose level is set.</summary>
    [Hyperparameter(Meaning = "Regression whose predictions get intervals.")]
    public IEstimator Estimator { get; init; } = new GradientBoostingRegressor();

    /// <summary>Gets the chance that an interval holds the truth.</summary>
    [Hyperparameter(Meaning = "Chance that an interval holds the truth.", Minimum = 0, MinimumExclusive = true, Maximum = 1, MaximumExclusive = true)]
    public double Coverage { get; init; } = 0.9;

    /// <summary>Gets where errors come from.</summary>
    [Hyperparameter(Meaning = "Where the errors come from that intervals are made of.")]
    public ConformalMethod Method { get; init; } = ConformalMethod.CrossFolds;

    /// <summary>Gets the share of the rows that errors are taken from, where that is a part of them; more, if they are too few for the coverage.</summary>
    [Hyperparameter(Meaning = "Share of the rows that errors are taken from, for 'Split' and 'Quantiles'.", Minimum = 0, MinimumExclusive = true, Maximum = 1, MaximumExclusive = true)]
    public double CalibrationShare { get; init; } = 0.25;

    /// <summary>Gets the number of folds.</summary>
    [Hyperparameter(Meaning = "Number of folds, for 'CrossFolds'.", Minimum = 2, Maximum = 1000)]
    public int Folds { get; init; } = 10;

    /// <summary>Gets the name of a feature within each of whose values the truth is to be held as often (Mondrian); null for on average over all rows. For one model or two.</summary>
    [Hyperparameter(Meaning = "Feature within each of whose values the coverage is to hold, for 'Split' and 'Quantiles'.")]
    public string? Groups { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => Estimator.Traits with { DependsOnRowOrder = true, WeightsCountAsRows = false };

    /// <inheritdoc/>
    public IHoldOutEstimator Over(IEstimator estimator) => this with { Estimator = estimator };

    /// <inheritdoc/>
    public ConformalRegressionModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        Check(data);
        int feature = ConformityScores.FindGroups(data.Schema, Groups), fewest = ConformityScores.FewestRows(Coverage);
        if (Method is ConformalMethod.Split or ConformalMethod.Quantiles)
        {
            return FitParts(data, feature, context);
        }

        if (data.RowCount < fewest)
        {
            throw ConformityScores.TooFew(data.RowCount, Coverage);
        }

        int units = data.Groups.IsEmpty ? data.RowCount : data.Groups.ToArray().Distinct().Count();
        int folds = Method == ConformalMethod.JackknifePlus ? units : Math.Min(Folds, units);
        if (folds < 2)
        {
            throw new ModelyardException("All rows are of one group, and each group needs a model that did not learn from it. Give rows of more groups.");
        }

        int[] fold = FoldAssignment.Of(data, folds, context);
        (IRegressionModel Model, double[] Errors)[] members = MemberFits.Run(folds, context, (i, own) =>
        {
            var model = (IRegressionModel)Estimator.FitModel(data.Rows(own.Choose(data.RowCount, row => fold[row] != i), own), own);
            Dataset left = data.Rows(own.Choose(data.RowCount, row => fold[row] == i), own);
            double[] predicted = Predict(model, left, own);
            return (model, (double[])[.. predicted.Select((value, row) => Math.Abs(left.Target[row] - value)).Order()]);
        });
        return new ConformalRegressionModel(data.Schema, Coverage, [.. members.Select(member => member.Model)], [.. members.Select(member => member.Errors)], null);
    }

    private ConformalRegressionModel FitParts(Dataset data, int feature, FitContext context)
    {
        (Dataset learned, Dataset left) = CalibrationRows.Part(data, CalibrationShare, ConformityScores.FewestRows(Coverage), feature, context);
        double beyond = (1 - Coverage) / 2;
        IEstimator[] estimators = Method == ConformalMethod.Split ? [Estimator] : [AtQuantile(beyond), AtQuantile(1 - beyond)];
        IRegressionModel[] models = MemberFits.Run(estimators.Length, context, (i, own) => (IRegressionModel)estimators[i].FitModel(learned, own));
        double[] low = Predict(models[0], left, context), high = models.Length == 1 ? low : Predict(models[1], left, context);
        double[] scores = new double[left.RowCount];
        for (int row = 0; row < scores.Length; row++)
        {
            scores[row] = models.Length == 1 ? Math.Abs(left.Target[row] - low[row]) : Math.Max(low[row] - left.Target[row], left.Target[row] - high[row]);
        }

        return new ConformalRegressionModel(data.Schema, Coverage, models, [], ConformityScores.Of(scores, left, feature, Coverage, context));
    }

    private IEstimator AtQuantile(double level) => Estimator.AtQuantile(level)
        ?? throw new ModelyardException($"'{Estimator.GetType().Name}' does not predict quantiles. Take 'GradientBoostingRegressor' or 'QuantileRegression', or another method than 'Quantiles'.");

    private void Check(Dataset data)
    {
        if (data.RowCount < 2)
        {
            throw new ModelyardException("There is one row, and intervals need many more.");
        }

        if (Method == ConformalMethod.JackknifePlus && data.RowCount > MostRowsLeftOut)
        {
            throw new ModelyardException($"The jackknife fits a model for each of the '{data.RowCount}' rows and takes at most '{MostRowsLeftOut}'; take 'CrossFolds', which is nearly as good.");
        }

        if (Groups is not null && Method is ConformalMethod.CrossFolds or ConformalMethod.JackknifePlus)
        {
            throw new ModelyardException($"Groups is '{Groups}' and is for the methods 'Split' and 'Quantiles'. Choose one of these by 'Method', or leave the groups out.");
        }
    }

    private static double[] Predict(IRegressionModel model, Dataset rows, FitContext context)
    {
        double[] predictions = new double[rows.RowCount];
        foreach ((int first, int count) in context.Pieces(rows.RowCount))
        {
            if (rows.IsSparse)
            {
                model.Predict(rows.SparseFeatures.RowRange(first, count), predictions.AsSpan(first, count), context.Parallelism);
            }
            else
            {
                model.Predict(rows.Features.RowRange(first, count), predictions.AsSpan(first, count), context.Parallelism);
            }
        }

        return predictions;
    }
}
