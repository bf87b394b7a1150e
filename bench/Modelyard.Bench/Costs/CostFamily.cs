using Modelyard.Learning;

namespace Modelyard.Bench.Costs;

/// <summary>Represents work whose cost is measured at n, 2n, 4n and 8n rows: the fit of an estimator or transformer, or what a model does with so many rows.</summary>
/// <param name="Name">The name in the table: the estimator, and what is special about the work.</param>
/// <param name="Data">What the tables are like.</param>
/// <param name="Rows">The number of rows n.</param>
/// <param name="Theory">The exponent of the rows n in the time, features and settings fixed, and where it comes from.</param>
/// <param name="Prepare">Makes the work on so many rows ready, data included; the work returns what is to be held in memory while it is measured.</param>
internal sealed record CostFamily(string Name, string Data, int Rows, string Theory, Func<int, Func<object>> Prepare)
{
    /// <summary>Gets the type of the estimator; null for other work.</summary>
    internal Type? Estimator { get; private init; }

    /// <summary>Gets the hyperparameters that are not the default, as the catalogue writes them; empty if there are none.</summary>
    internal string Settings { get; init; } = "";

    /// <summary>Creates the fit of an estimator.</summary>
    /// <param name="estimator">The estimator.</param>
    /// <param name="data">Its tables.</param>
    /// <param name="rows">The number of rows n.</param>
    /// <param name="theory">The exponent, and where it comes from.</param>
    internal static CostFamily Fit(IEstimator estimator, CostData data, int rows, string theory) =>
        Of(estimator, data, rows, theory, table => estimator.FitModel(table, FitContext.Default));

    /// <summary>Creates the fit of a transformer and its transformation of the rows.</summary>
    internal static CostFamily Transform(ITransformer transformer, CostData data, int rows, string theory) =>
        Of(transformer, data, rows, theory, table => transformer.FitTransform(table, FitContext.Default));

    /// <summary>Creates the fit of an estimator of several targets.</summary>
    internal static CostFamily FitTargets(IMultiTargetEstimator estimator, TaskKind task, int rows, string theory) =>
        new(estimator.GetType().Name, CostTargets.Name(task), rows, theory, count =>
        {
            MultiTargetDataset table = CostTargets.Make(task, count);
            return () => estimator.FitTargets(table, FitContext.Default);
        })
        {
            Estimator = estimator.GetType(),
        };

    private static CostFamily Of(ILearner learner, CostData data, int rows, string theory, Func<Dataset, object> fit)
    {
        string name = learner.GetType().Name, text = Hyperparameter.Format(learner);
        return new(name, data.Name, rows, theory, count =>
        {
            Dataset table = data.Make(count);
            return () => fit(table);
        })
        {
            Estimator = learner.GetType(),
            Settings = text.StartsWith($"{name}(", StringComparison.Ordinal) ? text[(name.Length + 1)..^1] : "",
        };
    }
}
