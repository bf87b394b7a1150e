using Modelyard.Catalogue;
using Modelyard.Decomposition;
using Modelyard.Ensembles;
using Modelyard.Kernels;
using Modelyard.Kernels.Approximation;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Preparation.Outliers;
using Modelyard.Preparation.Text;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;

namespace Modelyard.Bench.Stopping;

/// <summary>Lists the fits that the probe stops: every estimator of the catalogue, what is made of several, and every transformer.</summary>
internal static class StoppingCases
{
    private const int MostCharacters = 60;

    /// <summary>Estimators whose defaults say little of their hyperparameters: what stands within others, and other ways to the model.</summary>
    private static readonly IEstimator[] Further =
    [
        new BaggingClassifier { Estimator = new Svc(), RowShare = 0.1 },
        new BaggingRegressor { Estimator = new KNeighborsRegressor(), OutOfBag = true },
        new StackingClassifier { Members = [new GradientBoostingClassifier(), new RandomForestClassifier()] },
        new CalibratedClassifier { Estimator = new GradientBoostingClassifier(), Method = CalibrationMethod.Isotonic },
        new OneVsOne { Estimator = new LinearSvc() },
        new OneVsRest { Estimator = new GradientBoostingClassifier() },
        new OutputCodes { Estimator = new DecisionTreeClassifier() },
        new AdaBoostRegressor { Estimator = new KNeighborsRegressor() },
        new Svc { CalibrationFolds = 3 },
        new LogisticRegression { Penalty = LogisticPenalty.L1 },
        new KNeighborsClassifier { Algorithm = NeighborAlgorithm.BallTree },
        new GradientBoostingRegressor { Objective = new SquaredObjective() },
        new GradientBoostingRegressor { Loss = BoostingLoss.AbsoluteError },
        new DecisionTreeRegressor { Criterion = ErrorCriterion.AbsoluteError },
        new DecisionTreeClassifier { CostComplexityAlpha = 1e-4 },
        new Pipeline([new StandardScaler(), new SplineFeatures()], new Ridge()),
        new Pipeline([new QuantileScaler()], new GradientBoostingClassifier()),
    ];

    private static readonly ITransformer[] OfNumbers =
    [
        new StandardScaler(), new MinMaxScaler(), new MaxAbsScaler(), new RobustScaler(), new QuantileScaler(), new OutlierTreatment(), new PowerTransformer(), new KBinsDiscretizer(),
        new KBinsDiscretizer { Encoding = BinEncoding.Ordinal, Placement = KnotPlacement.Uniform }, new SplineFeatures(), new SplineFeatures { Placement = KnotPlacement.Quantile },
        new PolynomialFeatures(), new SelectBest { Count = 10 }, new SelectBest { Count = 10, Score = SelectionScore.ChiSquared }, new TruncatedSvd { Components = 10 }, new Nystroem(), new RandomFourierFeatures(),
    ];

    private static readonly ITransformer[] OfWideNumbers = [new StandardScaler(), new QuantileScaler(), new PowerTransformer(), new SelectBest(), new TruncatedSvd(), new Nystroem()];

    private static readonly ITransformer[] OfSparse = [new SelectBest(), new TruncatedSvd(), new TfidfTransformer(), new Nystroem(), new RandomFourierFeatures()];

    private static readonly ITransformer[] OfMixed =
    [
        new DateParts(), new DateCycles(), new Imputer(), new Imputer { Strategy = ImputeStrategy.Mean }, new Imputer { Strategy = ImputeStrategy.Mode }, new OrdinalEncoder(), new OneHotEncoder(), new TargetEncoder(),
    ];

    /// <summary>Lists the fits.</summary>
    /// <param name="rows">The number of dense rows.</param>
    internal static IEnumerable<StoppingCase> All(int rows)
    {
        var tables = new StoppingTables(rows);
        return EstimatorCatalogue.All.Select(entry => entry.Default).Concat(Further).SelectMany(estimator => Of(estimator, tables))
            .Concat(EstimatorCatalogue.OfSeveralTargets.Select(entry => entry.Default).Select(estimator => new StoppingCase(
                estimator.GetType().Name, "targets", With(() => tables.Targets(estimator.Task), estimator.FitTargets))))
            .Concat(Of(OfNumbers, "dense", () => tables.Dense(TaskKind.Classification)))
            .Concat(Of(OfWideNumbers, "wide", () => tables.Wide(TaskKind.Classification)))
            .Concat(Of(OfSparse, "sparse", () => tables.Sparse(TaskKind.Classification)))
            .Concat(Of(OfMixed, "mixed", () => tables.Mixed(TaskKind.Classification)))
            .Append(new StoppingCase("TfidfVectorizer", "texts", With(() => tables.Words, (texts, context) => new TfidfVectorizer().FitTransform(texts, context))));
    }

    private static IEnumerable<StoppingCase> Of(IEstimator estimator, StoppingTables tables)
    {
        string name = Name(estimator);
        StoppingCase Case(string form, Func<TaskKind, Dataset> data) => new(name, form, With(() => data(estimator.Task), (table, context) => estimator.FitModel(table, context)));
        if (name.StartsWith("Categorical", StringComparison.Ordinal))
        {
            yield return Case("mixed", tables.Counted);
            yield break;
        }

        yield return Case("dense", tables.Dense);
        yield return Case("wide", tables.Wide);
        if (EstimatorCatalogue.All.FirstOrDefault(entry => entry.Default.GetType() == estimator.GetType())?.MostRows < int.MaxValue)
        {
            yield return Case("few", tables.Few);
        }

        if (estimator.Traits.Sparse)
        {
            yield return Case("sparse", tables.Sparse);
        }

        if (estimator.Traits.Categories)
        {
            yield return Case("mixed", tables.Mixed);
        }
    }

    private static IEnumerable<StoppingCase> Of(ITransformer[] transformers, string form, Func<Dataset> data) => transformers.Select(
        transformer => new StoppingCase(Name(transformer), form, With(data, transformer.FitTransform)));

    /// <summary>Makes the data before the first fit, and once.</summary>
    private static Action<FitContext> With<TData, TModel>(Func<TData> data, Func<TData, FitContext, TModel> fit)
    {
        var made = new Lazy<TData>(data);
        return context => fit(made.Value, context);
    }

    /// <summary>Names a learner and its first hyperparameters that are not the default.</summary>
    private static string Name(ILearner learner)
    {
        string text = learner switch
        {
            ITransformer => learner.GetType().Name + string.Concat(Hyperparameters.Values(learner).Where(pair => pair.Value is Enum or int).Select(pair => $" {pair.Value}")),
            Pipeline => learner.GetType().Name,
            _ => Hyperparameter.Format(learner),
        };
        return text.Length <= MostCharacters ? text : text[..MostCharacters];
    }
}
