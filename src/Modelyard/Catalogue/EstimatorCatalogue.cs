using Modelyard.Baselines;
using Modelyard.Bayes;
using Modelyard.Ensembles;
using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Selection.Features;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;
using Modelyard.Trees.Isolation;

namespace Modelyard.Catalogue;

/// <summary>Lists the estimators of the library by name.</summary>
public static class EstimatorCatalogue
{
    // The time of a kernel machine grows faster than the square of the rows.
    private const int MostKernelRows = 20_000;

    /// <summary>Gets all estimators; a training compares them in this order.</summary>
    public static IReadOnlyList<EstimatorEntry> All { get; } =
    [
        new("Predicts the shares of the classes, whatever the row: the yardstick.", new BaselineClassifier()),
        new("Logistic regression: a weighted sum of the features, as probabilities; two classes or more.", new LogisticRegression())
        {
            Starts = [new LogisticRegression { Tolerance = 1e-4, MaxIterations = 100 }, new LogisticRegression { C = 0.05, Tolerance = 1e-4, MaxIterations = 100 }],
            TextStarts = [new LogisticRegression { C = 30, Tolerance = 1e-4, MaxIterations = 100 }, new LogisticRegression { C = 3, Tolerance = 1e-4, MaxIterations = 100 }],
        },
        new("Gradient boosting over histograms: strong on most tables, takes missing values and categories as they are.", new GradientBoostingClassifier())
        {
            Starts = [new GradientBoostingClassifier(), new GradientBoostingClassifier { LearningRate = 0.05, Iterations = 250, MaxLeafNodes = 15 }],
            StartOfCodes = new GradientBoostingClassifier(),
        },
        new("Extra trees: a forest whose splits are drawn at random, then averaged.", new ExtraTreesClassifier())
        {
            Starts = [new ExtraTreesClassifier(), new ExtraTreesClassifier { Trees = 300, MinSamplesLeaf = 2 }, new ExtraTreesClassifier { Trees = 300 }],
            StartOfCodes = new ExtraTreesClassifier { Trees = 300 },
        },
        new("Random forest: trees grown on resampled rows, then averaged.", new RandomForestClassifier())
        {
            Starts = [new RandomForestClassifier(), new RandomForestClassifier { Trees = 300, MinSamplesLeaf = 2 }, new RandomForestClassifier { Trees = 300 }],
            StartOfCodes = new RandomForestClassifier { Trees = 300 },
        },
        new("Support vector machine: the widest margin between classes, in the space of a kernel.", new Svc())
        {
            Starts = [new Svc { C = 10, CalibrationFolds = 3, Tolerance = 0.01 }, new Svc { C = 1, CalibrationFolds = 3, Tolerance = 0.01 }, new Svc { C = 100, CalibrationFolds = 3, Tolerance = 0.01 }],
            MostRows = MostKernelRows,
            IsTextCandidate = false,
        },
        new("Support vector machine whose share of support vectors is at least nu.", new NuSvc(), IsCandidate: false) { MostRows = MostKernelRows },
        new("Linear support vector machine: the widest margin between each class and the rest, for many rows or features.", new LinearSvc(), IsCandidate: false)
        {
            TextStarts = [new LinearSvc { CalibrationFolds = 3 }],
            IsTextCandidate = true,
        },
        new("Gaussian naive Bayes: a bell curve for each feature and class.", new GaussianNaiveBayes()) { IsTextCandidate = false },
        new("Multinomial naive Bayes: counts, as of the words of a text.", new MultinomialNaiveBayes(), IsCandidate: false) { IsTextCandidate = true, TextStarts = [new MultinomialNaiveBayes { Alpha = 0.1 }] },
        new("Complement naive Bayes: counts, each class learned from all the others; for classes of uneven size.", new ComplementNaiveBayes(), IsCandidate: false) { IsTextCandidate = true, TextStarts = [new ComplementNaiveBayes { Alpha = 0.1 }] },
        new("Bernoulli naive Bayes: features that are there or not.", new BernoulliNaiveBayes(), IsCandidate: false),
        new("Categorical naive Bayes: a table of frequencies for each feature and class.", new CategoricalNaiveBayes(), IsCandidate: false),
        new("Linear classification by gradient descent, in mini-batches or row by row: many rows, sparse features, data larger than memory.", new SgdClassifier(), IsCandidate: false),
        new("The classes of the nearest training rows.", new KNeighborsClassifier())
        {
            Starts = [new KNeighborsClassifier(), new KNeighborsClassifier { Neighbors = 15, Weights = NeighborWeighting.Distance }],
            IsTextCandidate = false,
        },
        new("The classes of all training rows within a radius.", new RadiusNeighborsClassifier(), IsCandidate: false),
        new("One tree of yes-or-no questions.", new DecisionTreeClassifier(), IsCandidate: false),
        new("AdaBoost: small trees that vote, each grown for the rows that those before it got wrong.", new AdaBoostClassifier(), IsCandidate: false),
        new("A classifier whose probabilities are brought to the shares that occur.", new CalibratedClassifier(), IsCandidate: false),
        new("A classifier that also gives sets of classes, which hold the true one with a stated chance.", new ConformalClassifier(), IsCandidate: false),
        new("A classifier on the features that say something of the target, which are chosen inside of each fit.", new SelectingClassifier(), IsCandidate: false),
        new("One classifier of two classes for each class against all others.", new OneVsRest(), IsCandidate: false),
        new("One classifier of two classes for each pair of classes.", new OneVsOne(), IsCandidate: false),
        new("One classifier of two classes for each bit of the classes' code words.", new OutputCodes(), IsCandidate: false),
        new("Classifiers of one kind on rows and features drawn at random, averaged.", new BaggingClassifier(), IsCandidate: false),
        new("Classifiers that vote, with their probabilities or each for one class.", new VotingClassifier(), IsCandidate: false),
        new("A classifier that learns how to combine what others predict of folds they did not learn from.", new StackingClassifier(), IsCandidate: false),
        new("A classifier that learns how to combine what others predict of rows that were held out.", new BlendingClassifier(), IsCandidate: false),
        new("Predicts the mean, whatever the row: the yardstick.", new BaselineRegressor()),
        new("Ordinary least squares.", new LinearRegression(), IsCandidate: false),
        new("Least squares with a penalty on the squares of the coefficients.", new Ridge())
        {
            Starts = [new Ridge(), new Ridge { Alpha = 30 }],
        },
        new("Least squares with a penalty on the sizes of the coefficients, which sets many to 0.", new Lasso(), IsCandidate: false),
        new("Least squares with both penalties.", new ElasticNet(), IsCandidate: false),
        new("Linear regression by gradient descent, in mini-batches or row by row: many rows, sparse features, data larger than memory.", new SgdRegressor(), IsCandidate: false),
        new("Counts, or rates with exposures as weights: the variance equals the mean.", new PoissonRegression(), IsCandidate: false),
        new("Positive amounts whose standard deviation is proportional to the mean.", new GammaRegression(), IsCandidate: false),
        new("Amounts whose variance is a power of the mean, some of them exactly 0.", new TweedieRegression(), IsCandidate: false),
        new("Shares from 0 to 1: successes in as many trials as the row weighs.", new BinomialRegression(), IsCandidate: false),
        new("Linear regression that outliers do not bend.", new HuberRegression(), IsCandidate: false),
        new("Linear regression of the median or another quantile.", new QuantileRegression(), IsCandidate: false),
        new("The nearest monotonic curve; with several features, a sum of such curves.", new IsotonicRegression(), IsCandidate: false),
        new("Gradient boosting over histograms: strong on most tables, takes missing values and categories as they are.", new GradientBoostingRegressor())
        {
            Starts = [new GradientBoostingRegressor(), new GradientBoostingRegressor { LearningRate = 0.05, Iterations = 250, MaxLeafNodes = 15 }],
            StartOfCodes = new GradientBoostingRegressor(),
        },
        new("Extra trees: a forest whose splits are drawn at random, then averaged.", new ExtraTreesRegressor())
        {
            Starts = [new ExtraTreesRegressor(), new ExtraTreesRegressor { Trees = 300, MinSamplesLeaf = 3 }, new ExtraTreesRegressor { Trees = 300 }],
            StartOfCodes = new ExtraTreesRegressor { Trees = 300 },
        },
        new("Random forest: trees grown on resampled rows, then averaged.", new RandomForestRegressor())
        {
            Starts = [new RandomForestRegressor(), new RandomForestRegressor { Trees = 300, MaxFeatureShare = 0.35 }, new RandomForestRegressor { Trees = 300 }],
            StartOfCodes = new RandomForestRegressor { Trees = 300 },
        },
        new("Support vector machine: the flattest function within a tube around the target, in the space of a kernel.", new Svr())
        {
            Starts = [new Svr { C = 10, StandardizeTarget = true, Tolerance = 0.001 }, new Svr { C = 1, StandardizeTarget = true, Tolerance = 0.001 }, new Svr { C = 100, StandardizeTarget = true, Tolerance = 0.001 }],
            MostRows = MostKernelRows,
            IsTextCandidate = false,
        },
        new("Support vector machine whose tube leaves at most a share nu of the rows outside.", new NuSvr(), IsCandidate: false) { MostRows = MostKernelRows },
        new("Linear support vector machine: a weighted sum within a tube around the target, for many rows or features.", new LinearSvr(), IsCandidate: false),
        new("The mean of the nearest training rows.", new KNeighborsRegressor())
        {
            Starts = [new KNeighborsRegressor(), new KNeighborsRegressor { Neighbors = 15, Weights = NeighborWeighting.Distance }],
            IsTextCandidate = false,
        },
        new("The mean of all training rows within a radius.", new RadiusNeighborsRegressor(), IsCandidate: false),
        new("One tree of yes-or-no questions.", new DecisionTreeRegressor(), IsCandidate: false),
        new("AdaBoost: the median of trees, each grown for the rows that those before it missed by far.", new AdaBoostRegressor(), IsCandidate: false),
        new("Regressions of one kind on rows and features drawn at random, averaged.", new BaggingRegressor(), IsCandidate: false),
        new("Regressions whose predictions are averaged.", new VotingRegressor(), IsCandidate: false),
        new("A regression that learns how to combine what others predict of folds they did not learn from.", new StackingRegressor(), IsCandidate: false),
        new("A regression that learns how to combine what others predict of rows that were held out.", new BlendingRegressor(), IsCandidate: false),
        new("A regression on the features that say something of the target, which are chosen inside of each fit.", new SelectingRegressor(), IsCandidate: false),
        new("A regression that also gives intervals, which hold the truth with a stated chance.", new ConformalRegressor(), IsCandidate: false),
        new("Isolation forest: a row is unusual if few random splits suffice to part it from all others.", new IsolationForest(), IsCandidate: false),
        new("Support vector machine that outlines the rows: a row is unusual if it lies outside.", new OneClassSvm(), IsCandidate: false) { MostRows = MostKernelRows },
    ];

    /// <summary>Gets the estimators that learn several targets only; those of <see cref="All"/> whose entry says so learn several targets too.</summary>
    public static IReadOnlyList<MultiTargetEntry> OfSeveralTargets { get; } =
    [
        new("Several labels, of which any number may apply to a row, each by a classifier of its own.", new MultiLabelClassifier()),
        new("Several labels, each by a classifier that also reads the labels before its own.", new ClassifierChain()),
        new("Several numbers, each by a regression of its own.", new MultiOutputRegressor()),
    ];

    /// <summary>Finds an estimator.</summary>
    /// <param name="name">The name, in whatever case.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ModelyardException">There is none of this name; the message names the nearest and says where all are listed.</exception>
    public static EstimatorEntry Find(string name) =>
        All.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ModelyardException($"There is no estimator '{name}'. The nearest is '{Spelling.Nearest(name, All.Select(entry => entry.Name))}'; 'modelyard estimators list' names all {All.Count}.");

    /// <summary>Creates an estimator from its name and settings.</summary>
    /// <param name="text">The name, possibly with settings in parentheses, as <see cref="Hyperparameter.Format"/> writes them: <c>Ridge(Alpha=10)</c>, <c>OneVsRest(Estimator=Svc(C=10))</c>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ModelyardException">There is no estimator or hyperparameter of a name, or a value is not allowed.</exception>
    public static IEstimator Create(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return EstimatorText.Parse(text, name => Find(name).Default);
    }

    /// <summary>Creates an estimator of several targets from its name and settings.</summary>
    /// <param name="text">The name, possibly with settings in parentheses: <c>MultiLabelClassifier(Estimator=Svc(C=10))</c>, <c>RandomForestRegressor(Trees=300)</c>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ModelyardException">There is no such estimator, it learns one target only, or a value is not allowed.</exception>
    public static IMultiTargetEstimator CreateOfSeveralTargets(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return EstimatorText.Parse(text, FindOfSeveralTargets, name => Find(name).Default);
    }

    private static IMultiTargetEstimator FindOfSeveralTargets(string name) =>
        OfSeveralTargets.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase))?.Default
            ?? Find(name).Default as IMultiTargetEstimator
            ?? throw new ModelyardException(
                $"'{Find(name).Name}' learns one target. For several, 'MultiOutputRegressor(Estimator={Find(name).Name})' or 'MultiLabelClassifier(Estimator={Find(name).Name})' fits one of them to each.");

    /// <summary>Reads the value of a hyperparameter, which may be an estimator of the catalogue.</summary>
    /// <param name="hyperparameter">The hyperparameter.</param>
    /// <param name="text">The text.</param>
    /// <returns>The value; null means 'none'.</returns>
    /// <exception cref="ModelyardException">The text is not a value that is allowed.</exception>
    public static object? Parse(Hyperparameter hyperparameter, string text)
    {
        ArgumentNullException.ThrowIfNull(hyperparameter);
        return hyperparameter.Parse(text, name => Find(name).Default);
    }
}
