using Modelyard.Learning;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents gradient boosting of regression trees on histograms.</summary>
/// <remarks>
/// Each tree is grown on the gradients and hessians of the loss at the scores of the trees before it, best split first, over features cut into at most
/// 255 bins. Missing values go to the side of each split that suits them, and levels of categorical features are parted in any way, not only in
/// their order. Same data and seed give the same model for any number of threads.
/// Sources: Friedman (2001), Greedy function approximation: a gradient boosting machine, Annals of Statistics 29(5);
/// Ke et al. (2017), LightGBM: A highly efficient gradient boosting decision tree, NeurIPS.
/// </remarks>
public sealed record GradientBoostingRegressor : IRegressor<GradientBoostingRegressionModel>, IStreamingEstimator
{
    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { Weights = true, MissingValues = true, Categories = true, WeightsCountAsRows = false };

    /// <summary>Gets what is minimised.</summary>
    [Hyperparameter(Meaning = "What is minimised.")]
    public BoostingLoss Loss { get; init; }

    /// <summary>Gets the level of the quantile that <see cref="BoostingLoss.Quantile"/> predicts.</summary>
    [Hyperparameter(Meaning = "Level of the quantile, for the quantile loss.", Minimum = 0, MinimumExclusive = true, Maximum = 1, MaximumExclusive = true)]
    public double QuantileLevel { get; init; } = 0.5;

    /// <summary>Gets the size of an error, in units of the target, beyond which <see cref="BoostingLoss.Huber"/> counts its size and not its square.</summary>
    [Hyperparameter(Meaning = "Size beyond which the Huber loss counts the size of an error.", Minimum = 0, MinimumExclusive = true)]
    public double HuberDelta { get; init; } = 1;

    /// <summary>Gets the power of the mean with which the variance grows, for <see cref="BoostingLoss.Tweedie"/>; 1 would be Poisson and 2 gamma.</summary>
    [Hyperparameter(Meaning = "Power of the variance, for the Tweedie loss.", Minimum = 1, MinimumExclusive = true, Maximum = 2, MaximumExclusive = true)]
    public double TweediePower { get; init; } = 1.5;

    /// <summary>Gets the factor by which each tree's values are shrunk.</summary>
    [Hyperparameter(Meaning = "Factor by which each tree is shrunk.", Minimum = 0, MinimumExclusive = true, Maximum = 1, Scale = Scale.Logarithmic, Search = [0.02, 0.3])]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Gets the greatest number of trees.</summary>
    [Hyperparameter(Meaning = "Greatest number of trees.", Minimum = 1, Maximum = 1_000_000, Scale = Scale.Logarithmic, Search = [50, 500])]
    public int Iterations { get; init; } = 100;

    /// <summary>Gets the greatest number of leaves of a tree; null for no limit.</summary>
    [Hyperparameter(Meaning = "Greatest number of leaves of a tree.", Minimum = 2, Maximum = 1_000_000, Scale = Scale.Logarithmic, Search = [7, 127])]
    public int? MaxLeafNodes { get; init; } = 31;

    /// <summary>Gets the greatest number of splits from the root of a tree to a leaf; null for no limit.</summary>
    [Hyperparameter(Meaning = "Greatest depth of a tree.", Minimum = 1, Maximum = 10_000)]
    public int? MaxDepth { get; init; }

    /// <summary>Gets the least number of rows in a leaf.</summary>
    [Hyperparameter(Meaning = "Least number of rows in a leaf.", Minimum = 1, Scale = Scale.Logarithmic, Search = [5, 100])]
    public int MinSamplesLeaf { get; init; } = 20;

    /// <summary>Gets the weight of the penalty on the squares of the leaves' values.</summary>
    [Hyperparameter(Meaning = "Penalty on the squares of the leaves' values.", Minimum = 0, Scale = Scale.Logarithmic, Search = [1e-3, 10])]
    public double L2Regularization { get; init; }

    /// <summary>Gets the greatest number of bins of a feature, that of missing values not counted.</summary>
    [Hyperparameter(Meaning = "Greatest number of bins of a feature.", Minimum = 2, Maximum = 255)]
    public int MaxBins { get; init; } = 255;

    /// <summary>Gets the share of the rows that each tree is grown on, drawn anew.</summary>
    [Hyperparameter(Meaning = "Share of the rows that each tree is grown on.", Minimum = 0, MinimumExclusive = true, Maximum = 1, Search = [0.5, 1])]
    public double RowShare { get; init; } = 1;

    /// <summary>Gets the share of the features that each split chooses from, drawn anew.</summary>
    [Hyperparameter(Meaning = "Share of the features that each split chooses from.", Minimum = 0, MinimumExclusive = true, Maximum = 1, Search = [0.3, 1])]
    public double FeatureShare { get; init; } = 1;

    /// <summary>Gets the share of the features that each tree chooses from, drawn anew; each split then chooses from <see cref="FeatureShare"/> of those.</summary>
    [Hyperparameter(Meaning = "Share of the features that each tree chooses from.", Minimum = 0, MinimumExclusive = true, Maximum = 1)]
    public double TreeFeatureShare { get; init; } = 1;

    /// <summary>
    /// Gets the share of the rows with the greatest gradients that each tree is grown on, beside <see cref="OtherRate"/> of the rest, which counts for all of the rest;
    /// null for no such sampling. The first <c>1 / LearningRate</c> trees are grown on all rows.
    /// </summary>
    [Hyperparameter(Meaning = "Share of the rows with the greatest gradients that each tree is grown on.", Minimum = 0, MinimumExclusive = true, Maximum = 1, MaximumExclusive = true)]
    public double? TopRate { get; init; }

    /// <summary>Gets the share of all rows that is drawn from those of smaller gradients, where <see cref="TopRate"/> is given.</summary>
    [Hyperparameter(Meaning = "Share of all rows that is drawn from those of smaller gradients.", Minimum = 0, MinimumExclusive = true, Maximum = 1, MaximumExclusive = true)]
    public double OtherRate { get; init; } = 0.1;

    /// <summary>Gets the number of rows below which a level is not ordered by itself in a node, and what is added to its hessian when it is.</summary>
    [Hyperparameter(Meaning = "Rows that a level needs to be split on, and their pull towards zero.", Minimum = 0)]
    public double CategorySmoothing { get; init; } = 10;

    /// <summary>Gets whether boosting stops once the loss on held-out rows no longer falls.</summary>
    [Hyperparameter(Meaning = "Stop once the loss on held-out rows no longer falls.")]
    public EarlyStopping EarlyStopping { get; init; }

    /// <summary>Gets the share of the rows that are held out for early stopping.</summary>
    [Hyperparameter(Meaning = "Share of the rows that are held out for early stopping.", Minimum = 0, MinimumExclusive = true, Maximum = 1, MaximumExclusive = true)]
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Gets the number of iterations without progress after which boosting stops.</summary>
    [Hyperparameter(Meaning = "Iterations without progress before stopping.", Minimum = 1)]
    public int Patience { get; init; } = 10;

    /// <summary>Gets the fall of the loss that counts as progress.</summary>
    [Hyperparameter(Meaning = "Fall of the loss that counts as progress.", Minimum = 0)]
    public double Tolerance { get; init; } = 1e-7;

    /// <summary>Gets an objective of one's own, in place of <see cref="Loss"/>; null for that.</summary>
    public IBoostingObjective? Objective { get; init; }

    /// <summary>Gets the features that the prediction must rise with (1) or fall with (-1), by name; null if there are none.</summary>
    public IReadOnlyDictionary<string, int>? MonotonicConstraints { get; init; }

    /// <summary>
    /// Gets the groups of features, by name, that may meet on a way from the root of a tree to a leaf; null if all may. A feature may be in several groups; those that are
    /// in none form one more.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>>? InteractionConstraints { get; init; }

    /// <inheritdoc/>
    public IEstimator? AtQuantile(double level) => this with { Loss = BoostingLoss.Quantile, QuantileLevel = level };

    /// <inheritdoc/>
    public GradientBoostingRegressionModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        return Learn(data, data.Schema, new MemorySource(data), null, context);
    }

    /// <summary>Learns from a stream, read three times. What is held of a row is its target and two bytes a feature; the model is that of a fit in memory, bit for bit.</summary>
    /// <param name="stream">The data.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>An immutable, thread-safe model.</returns>
    /// <exception cref="ModelyardException">The data or a hyperparameter does not suit the estimator.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public GradientBoostingRegressionModel FitStream(IDataStream stream, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(context);
        StreamSource source = StreamSource.Read(this, stream, context);
        return Learn(source.Targets, stream.Shape.Schema, source, null, context);
    }

    /// <inheritdoc/>
    IPredictiveModel IStreamingEstimator.FitStream(IDataStream stream, FitContext context) => FitStream(stream, context);

    /// <summary>Goes on from a model: grows <see cref="Iterations"/> more trees on what its trees leave of the loss.</summary>
    /// <remarks>
    /// The features are cut as they were for the model, and its trees stay as they are. With the same data, seed and hyperparameters, and without early stopping, the result is
    /// that of one fit of as many iterations as both had.
    /// </remarks>
    /// <param name="model">The model to go on from.</param>
    /// <param name="data">The rows to learn from: the same as before, or others with the same features.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>A new model with the trees of both.</returns>
    /// <exception cref="ModelyardException">The data, the model or a hyperparameter does not suit the estimator.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public GradientBoostingRegressionModel Continue(GradientBoostingRegressionModel model, Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        BoostingStart.Check(model.Features, [], data);
        BoostingLoss? loss = Objective is null ? Loss : null;
        if (model.Loss != loss || model.Link != Link)
        {
            throw new ModelyardException($"The model to go on from has the loss '{model.Loss?.ToString() ?? "custom"}' with the link '{model.Link}', and the estimator has '{loss?.ToString() ?? "custom"}' with '{Link}'; they must be the same.");
        }

        var start = new BoostingStart(model.Trees, model.TrainingLoss.ToArray(), model.ValidationLoss.ToArray());
        return Learn(data, data.Schema, new MemorySource(data), start, context);
    }

    private GradientBoostingRegressionModel Learn(Dataset targets, FeatureSchema schema, IBoostingSource source, BoostingStart? start, FitContext context)
    {
        if (Objective is null)
        {
            CheckTargets(targets);
        }

        BoostingResult result = Booster.Run(targets, source, Plan(targets, schema, start), context);
        return new GradientBoostingRegressionModel(schema, Objective is null ? Loss : null, Link, result.Ensemble, result.TrainingLoss, result.ValidationLoss);
    }

    private BoostingLink Link => Objective?.Link ?? GradientBoostingRegressionModel.LinkOf(Loss);

    private void CheckTargets(Dataset data)
    {
        bool positive = Loss == BoostingLoss.Gamma;
        if (Link != BoostingLink.Log)
        {
            return;
        }

        double greatest = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            double value = data.Target[row];
            if (positive ? value <= 0 : value < 0)
            {
                throw new ModelyardException($"The target '{data.TargetName}' is '{value}' in data row {row + 1} and must be {(positive ? "greater than 0" : "0 or greater")} for the {Loss} loss.");
            }

            greatest = Math.Max(greatest, data.HasWeights && data.Weights[row] == 0 ? 0 : value);
        }

        if (greatest == 0)
        {
            throw new ModelyardException($"The target '{data.TargetName}' is 0 in every row and must be greater in one at least for the {Loss} loss.");
        }
    }

    private BoostingPlan Plan(Dataset data, FeatureSchema schema, BoostingStart? start)
    {
        if (TopRate is not null && Objective is null && Loss is (BoostingLoss.AbsoluteError or BoostingLoss.Quantile))
        {
            throw new ModelyardException($"TopRate is '{TopRate}' and the gradients of the loss '{Loss}' are all of one size, so there is nothing to draw by. Set RowShare instead.");
        }

        double[]? weights = data.HasWeights ? data.Weights.ToArray() : null;
        double[] target = data.Target.ToArray();
        return new BoostingPlan
        {
            LearningRate = LearningRate,
            Iterations = Iterations,
            MaxBins = MaxBins,
            RowShare = RowShare,
            EarlyStopping = EarlyStopping,
            ValidationShare = ValidationShare,
            Patience = Patience,
            Tolerance = Tolerance,
            GradientSampling = GradientSampling.Of(TopRate, OtherRate, RowShare),
            Start = start,
            Weights = weights,
            Objective = rows => CreateObjective(RowSelection.Of(target, rows), weights is null ? null : RowSelection.Of(weights, rows), rows),
            Growth = new GrowthSettings
            {
                MaxLeafNodes = MaxLeafNodes ?? int.MaxValue,
                MaxDepth = MaxDepth ?? int.MaxValue,
                MinSamplesLeaf = MinSamplesLeaf,
                L2 = L2Regularization,
                FeatureShare = FeatureShare,
                CategorySmoothing = CategorySmoothing,
                TreeFeatureShare = TreeFeatureShare,
                Groups = InteractionGroups.Of(InteractionConstraints, schema),
                Directions = MonotonicDirections.Of(MonotonicConstraints, schema),
            },
        };
    }

    private Objective CreateObjective(double[] target, double[]? weights, int[]? rows) => Objective is not null
        ? new CustomObjective(Objective, target, weights, rows)
        : CreateObjective(target, weights);

    private Objective CreateObjective(double[] target, double[]? weights) => Loss switch
    {
        BoostingLoss.AbsoluteError => new QuantileObjective(target, weights, level: 0.5, scale: 2),
        BoostingLoss.Quantile => new QuantileObjective(target, weights, QuantileLevel, scale: 1),
        BoostingLoss.Poisson => new PoissonObjective(target, weights),
        BoostingLoss.Huber => new HuberObjective(target, weights, HuberDelta),
        BoostingLoss.Gamma => new GammaObjective(target, weights),
        BoostingLoss.Tweedie => new TweedieObjective(target, weights, TweediePower),
        _ => new SquaredObjective(target, weights),
    };
}
