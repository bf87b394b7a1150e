using Modelyard.Baselines;
using Modelyard.Bayes;
using Modelyard.Catalogue;
using Modelyard.Decomposition;
using Modelyard.Ensembles;
using Modelyard.Kernels;
using Modelyard.Kernels.Approximation;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Preparation;
using Modelyard.Preparation.Text;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;
using Modelyard.Trees.Isolation;

namespace Modelyard.Bench.Costs;

/// <summary>Lists the work whose cost is measured: every estimator of the catalogue, in its order, then votes, predictions of neighbours and transformers.</summary>
internal static class CostFamilies
{
    private const string OnePass = "1: each pass reads every row once";
    private const string Stored = "1: each stored element is read once";
    private const string Steps = "1 a step, which reads every row once; the steps depend little on the rows";
    private const string Sorting = "1, with the logarithm of sorting: n log n";
    private const string Levels = "1, with the logarithm of the depth: n log n";
    private const string Histograms = "1: each tree adds every row to a histogram a level";
    private const string Kernels = "2 to 3: pairs of rows, as often as there are support vectors";
    private const string Kept = "1: of so many features no tree is built; the rows are kept";
    private const string Members = "that of its members, here 1";
    private const string Classes = "that of its member, here 1, as often as there are classes, pairs of them or bits";

    private static readonly DecisionTreeClassifier Shallow = new() { MaxDepth = 6 };
    private static readonly DecisionTreeRegressor ShallowRegressor = new() { MaxDepth = 6 };

    /// <summary>Gets all of them.</summary>
    internal static IReadOnlyList<CostFamily> All { get; } = [.. Classifiers(), .. Regressors(), .. Others()];

    /// <summary>Finds the estimators of the catalogue that are not measured.</summary>
    internal static IReadOnlyList<string> Missing()
    {
        HashSet<Type?> measured = [.. All.Select(family => family.Estimator)];
        return
        [
            .. EstimatorCatalogue.All.Select(entry => entry.Default.GetType())
                .Concat(EstimatorCatalogue.OfSeveralTargets.Select(entry => entry.Default.GetType()))
                .Where(type => !measured.Contains(type))
                .Select(type => type.Name),
        ];
    }

    private static IEnumerable<CostFamily> Classifiers() =>
    [
        CostFamily.Fit(new BaselineClassifier(), CostData.Classes, 200_000, OnePass),
        CostFamily.Fit(new LogisticRegression(), CostData.Classes, 50_000, Steps),
        CostFamily.Fit(new GradientBoostingClassifier { Iterations = 50, EarlyStopping = EarlyStopping.Off }, CostData.Classes, 25_000, Histograms),
        CostFamily.Fit(new ExtraTreesClassifier { Trees = 20 }, CostData.Classes, 5_000, Levels),
        CostFamily.Fit(new RandomForestClassifier { Trees = 20 }, CostData.Classes, 5_000, Levels),
        CostFamily.Fit(new Svc { CalibrationFolds = 2 }, CostData.Classes, 1_000, Kernels),
        CostFamily.Fit(new NuSvc { CalibrationFolds = 2 }, CostData.Classes, 1_000, Kernels),
        CostFamily.Fit(new LinearSvc(), CostData.Classes, 25_000, Steps),
        CostFamily.Fit(new GaussianNaiveBayes(), CostData.Classes, 100_000, OnePass),
        CostFamily.Fit(new MultinomialNaiveBayes(), CostData.Terms, 20_000, Stored),
        CostFamily.Fit(new ComplementNaiveBayes(), CostData.Terms, 20_000, Stored),
        CostFamily.Fit(new BernoulliNaiveBayes(), CostData.Terms, 20_000, Stored),
        CostFamily.Fit(new CategoricalNaiveBayes(), CostData.Levels, 100_000, OnePass),
        CostFamily.Fit(new SgdClassifier { MaxEpochs = 5, Tolerance = null }, CostData.Classes, 50_000, OnePass),
        CostFamily.Fit(new KNeighborsClassifier(), CostData.Classes, 50_000, Kept),
        CostFamily.Fit(new KNeighborsClassifier { Algorithm = NeighborAlgorithm.KdTree }, CostData.Place, 50_000, Sorting),
        CostFamily.Fit(new KNeighborsClassifier { Algorithm = NeighborAlgorithm.BallTree }, CostData.Place, 50_000, Sorting),
        CostFamily.Fit(new RadiusNeighborsClassifier(), CostData.Classes, 50_000, Kept),
        CostFamily.Fit(new DecisionTreeClassifier(), CostData.Classes, 10_000, Levels),
        CostFamily.Fit(new AdaBoostClassifier { Iterations = 20 }, CostData.Classes, 10_000, "1: each tree reads every row a level"),
        CostFamily.Fit(new CalibratedClassifier(), CostData.Classes, 25_000, Members),
        CostFamily.Fit(new OneVsRest(), CostData.Grades, 25_000, Classes),
        CostFamily.Fit(new OneVsOne(), CostData.Grades, 25_000, Classes),
        CostFamily.Fit(new OutputCodes(), CostData.Grades, 25_000, Classes),
        CostFamily.Fit(new BaggingClassifier { Estimator = Shallow }, CostData.Classes, 5_000, Members),
        CostFamily.Fit(new VotingClassifier { Members = [new LogisticRegression(), Shallow] }, CostData.Classes, 10_000, Members),
        CostFamily.Fit(new StackingClassifier { Members = [new LogisticRegression(), Shallow] }, CostData.Classes, 10_000, Members),
        CostFamily.Fit(new BlendingClassifier { Members = [new LogisticRegression(), Shallow] }, CostData.Classes, 10_000, Members),
        CostFamily.FitTargets(new MultiLabelClassifier(), TaskKind.Classification, 25_000, Members),
        CostFamily.FitTargets(new ClassifierChain(), TaskKind.Classification, 25_000, Members),
    ];

    private static IEnumerable<CostFamily> Regressors() =>
    [
        CostFamily.Fit(new BaselineRegressor(), CostData.Numbers, 200_000, OnePass),
        CostFamily.Fit(new LinearRegression(), CostData.Numbers, 100_000, OnePass),
        CostFamily.Fit(new Ridge(), CostData.Numbers, 100_000, OnePass),
        CostFamily.Fit(new Lasso { Alpha = 0.01 }, CostData.Numbers, 50_000, OnePass),
        CostFamily.Fit(new ElasticNet { Alpha = 0.01 }, CostData.Numbers, 50_000, OnePass),
        CostFamily.Fit(new SgdRegressor { MaxEpochs = 5, Tolerance = null }, CostData.Numbers, 50_000, OnePass),
        CostFamily.Fit(new PoissonRegression(), CostData.Counts, 50_000, Steps),
        CostFamily.Fit(new GammaRegression(), CostData.Amounts, 50_000, Steps),
        CostFamily.Fit(new TweedieRegression(), CostData.Counts, 50_000, Steps),
        CostFamily.Fit(new BinomialRegression(), CostData.Shares, 50_000, Steps),
        CostFamily.Fit(new HuberRegression(), CostData.Numbers, 50_000, Steps),
        CostFamily.Fit(new QuantileRegression(), CostData.Numbers, 5_000, "1 a step of the interior point method; the steps grow slowly"),
        CostFamily.Fit(new IsotonicRegression { Direction = MonotonicDirection.Increasing }, CostData.Curve, 200_000, Sorting),
        CostFamily.Fit(new GradientBoostingRegressor { Iterations = 50, EarlyStopping = EarlyStopping.Off }, CostData.Numbers, 25_000, Histograms),
        CostFamily.Fit(new ExtraTreesRegressor { Trees = 10 }, CostData.Numbers, 5_000, Levels),
        CostFamily.Fit(new RandomForestRegressor { Trees = 4 }, CostData.Numbers, 10_000, Levels),
        CostFamily.Fit(new Svr { StandardizeTarget = true }, CostData.Numbers, 1_000, Kernels),
        CostFamily.Fit(new NuSvr { StandardizeTarget = true }, CostData.Numbers, 1_000, Kernels),
        CostFamily.Fit(new LinearSvr(), CostData.Numbers, 25_000, Steps),
        CostFamily.Fit(new KNeighborsRegressor(), CostData.Numbers, 50_000, Kept),
        CostFamily.Fit(new RadiusNeighborsRegressor(), CostData.Numbers, 50_000, Kept),
        CostFamily.Fit(new DecisionTreeRegressor(), CostData.Numbers, 10_000, Levels),
        CostFamily.Fit(new AdaBoostRegressor { Iterations = 10 }, CostData.Numbers, 10_000, "1: each tree reads every row a level"),
        CostFamily.Fit(new BaggingRegressor { Estimator = ShallowRegressor }, CostData.Numbers, 5_000, Members),
        CostFamily.Fit(new VotingRegressor { Members = [new Ridge(), ShallowRegressor] }, CostData.Numbers, 10_000, Members),
        CostFamily.Fit(new StackingRegressor { Members = [new Ridge(), ShallowRegressor] }, CostData.Numbers, 10_000, Members),
        CostFamily.Fit(new BlendingRegressor { Members = [new Ridge(), ShallowRegressor] }, CostData.Numbers, 10_000, Members),
        CostFamily.FitTargets(new MultiOutputRegressor(), TaskKind.Regression, 100_000, Members),
    ];

    private static IEnumerable<CostFamily> Others() =>
    [
        CostFamily.Fit(new IsolationForest(), CostData.Classes, 50_000, "0: a tree sees 256 rows, however many there are; all are checked once"),
        CostFamily.Fit(new OneClassSvm { Nu = 0.1 }, CostData.Classes, 1_000, Kernels),
        Predict(NeighborAlgorithm.Brute, CostData.Classes, 20_000, "1: every row is compared with each that is predicted"),
        Predict(NeighborAlgorithm.KdTree, CostData.Place, 50_000, "0, with the depth of the tree: log n; a greater tree also leaves the caches"),
        CostFamily.Transform(new StandardScaler(), CostData.Numbers, 50_000, OnePass),
        CostFamily.Transform(new QuantileScaler(), CostData.Numbers, 25_000, "1: the quantiles are those of a sample"),
        CostFamily.Transform(new PolynomialFeatures(), CostData.Numbers, 10_000, "1: each row is written once, with its products"),
        CostFamily.Transform(new OneHotEncoder(), CostData.Levels, 50_000, "1: each row is written once, with a column for each level"),
        CostFamily.Transform(new Nystroem { Components = 100 }, CostData.Classes, 10_000, "1: each row is compared with as many rows as there are components"),
        CostFamily.Transform(new RandomFourierFeatures { Components = 100 }, CostData.Classes, 10_000, "1: each row is multiplied by a matrix"),
        CostFamily.Transform(new TruncatedSvd { Components = 20 }, CostData.Terms, 5_000, "1 a turn, which reads each stored element twice"),
        new("TfidfVectorizer", CostTexts.Name, 2_500, "1: each word is read once; the vocabulary grows more slowly", rows =>
        {
            string[] texts = CostTexts.Make(rows);
            return () => new TfidfVectorizer().FitTransform(texts, FitContext.Default);
        }),
    ];

    /// <summary>Creates the prediction of a thousand rows by neighbours among many.</summary>
    private static CostFamily Predict(NeighborAlgorithm algorithm, CostData data, int rows, string theory) => new("KNeighborsClassifier", data.Name, rows, theory, count =>
    {
        const int Asked = 1_000;
        IClassificationModel model = new KNeighborsClassifier { Algorithm = algorithm }.Fit(data.Make(count), FitContext.Default);
        Dataset asked = data.Make(Asked);
        return () =>
        {
            int[] classes = new int[Asked];
            model.Predict(asked.Features, classes, Environment.ProcessorCount);
            return classes;
        };
    })
    {
        Settings = $"Algorithm={algorithm}, 1,000 rows predicted",
    };
}
