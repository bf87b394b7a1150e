using System.Diagnostics;
using Modelyard.Baselines;
using Modelyard.Bayes;
using Modelyard.Ensembles;
using Modelyard.Kernels;
using Modelyard.Kernels.Approximation;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Trees;

namespace Modelyard.Bench.Estimators;

/// <summary>Fits an estimator of the linear, Bayes, neighbours or kernel rooms and predicts the test part, on all processors.</summary>
/// <param name="Name">The name of the workload.</param>
/// <param name="Data">The prepared data set.</param>
/// <param name="Estimator">The estimator, with scikit-learn's default settings.</param>
/// <param name="Repeats">The number of fits and of predictions, of which the median counts.</param>
public sealed record EstimatorWorkload(string Name, string Data, IEstimator Estimator, int Repeats)
{
    /// <summary>Gets the workloads.</summary>
    public static IReadOnlyList<EstimatorWorkload> All { get; } =
    [
        new("linear_1m", "linear_1m", new LinearRegression(), 5),
        new("ridge_1m", "linear_1m", new Ridge(), 5),
        new("lasso_diamonds", "diamonds", new Lasso(), 20),
        new("poisson_counts_1m", "counts_1m", new PoissonRegression { Alpha = 1e-3 }, 5),
        new("huber_diamonds", "diamonds", new HuberRegression(), 10),
        new("quantile_diamonds10k", "diamonds10k", new QuantileRegression(), 5),
        new("isotonic_curve_1m", "curve_1m", new IsotonicRegression { Direction = MonotonicDirection.Increasing }, 5),
        new("splines_diamonds", "diamonds", new Pipeline([new SplineFeatures()], new Ridge()), 10),
        new("polynomial_diamonds", "diamonds", new Pipeline([new PolynomialFeatures { Degree = 3, Bias = true }], new Ridge()), 5),
        new("logistic_mnist", "mnist", AsPeer, 3),
        new("logistic_letters", "letters", AsPeer, 3),
        new("logistic_text20", "text20", AsPeer, 3),
        new("gnb_mnist", "mnist", new GaussianNaiveBayes(), 10),
        new("mnb_mnist", "mnist", new MultinomialNaiveBayes(), 10),
        new("sgd_letters", "letters", new SgdClassifier { MaxEpochs = 20, Tolerance = null }, 5),
        new("sgd_1m", "linear_1m", new SgdRegressor { MaxEpochs = 5, Tolerance = null }, 3),
        new("knn_mnist", "mnist", new KNeighborsClassifier(), 5),
        new("knn_diamonds", "diamonds", new KNeighborsRegressor(), 5),
        new("svc_letters", "letters", new Svc { C = 10, Tolerance = 1e-3 }, 3),
        new("svc_mnist", "mnist", new Svc { Tolerance = 1e-3 }, 3),
        new("linsvc_letters", "letters", new LinearSvc(), 5),
        new("svr_diamonds10k", "diamonds10k", new Svr { C = 1000, Tolerance = 1e-3 }, 3),
        new("nusvc_letters5k", "letters5k", new NuSvc { Nu = 0.1, Tolerance = 1e-3 }, 3),
        new("nystroem_letters", "letters", new Pipeline([new Nystroem { Gamma = 0.02, Components = 300 }], new LinearSvc()), 3),
        new("ridge_text20", "text20", new Ridge { Tolerance = 1e-4 }, 5),
        new("cnb_text20", "text20", new ComplementNaiveBayes(), 10),
        new("cnb_mnist", "mnist", new ComplementNaiveBayes(), 10),
        new("bnb_mnist", "mnist", new BernoulliNaiveBayes { Threshold = 0.5 }, 10),
        new("balltree_letters", "letters", new KNeighborsClassifier { Algorithm = NeighborAlgorithm.BallTree }, 5),
        new("calibrated_letters", "letters", new CalibratedClassifier(), 5),
        new("voting_letters", "letters", new VotingClassifier { Members = Members }, 5),
        new("stacking_letters", "letters", new StackingClassifier { Members = Members }, 3),
        new("elastic_diamonds", "diamonds", new ElasticNet(), 20),
        new("gamma_diamonds", "diamonds", new GammaRegression { Alpha = 1e-3 }, 10),
        new("tweedie_counts_1m", "counts_1m", new TweedieRegression { Alpha = 1e-3 }, 5),
        new("linsvr_diamonds", "diamonds", new LinearSvr { C = 10, Epsilon = 0.1, Loss = TubeLoss.SquaredEpsilonInsensitive }, 5),
        new("nusvr_diamonds10k", "diamonds10k", new NuSvr { C = 1000, Tolerance = 1e-3 }, 3),
        new("catnb_letters", "letters", new CategoricalNaiveBayes(), 10),
        new("radius_diamonds", "diamonds", new RadiusNeighborsRegressor { Radius = 1 }, 3),
        new("rest_letters", "letters", new OneVsRest { Estimator = new LinearSvc() }, 3),
        new("pairs_letters", "letters", new OneVsOne { Estimator = new LinearSvc() }, 3),
        new("codes_letters", "letters", new OutputCodes { Estimator = new DecisionTreeClassifier() }, 3),
        new("stacking_diamonds", "diamonds", new StackingRegressor(), 3),
        new("radius_letters", "letters", new RadiusNeighborsClassifier { Radius = 3 }, 3),
        new("binomial_shares", "shares_200k", new BinomialRegression(), 5),
        new("blending_letters", "letters", new BlendingClassifier { Members = Members }, 3),
        new("blending_diamonds", "diamonds", new BlendingRegressor(), 3),
        new("baseline_letters", "letters", new BaselineClassifier(), 20),
        new("baseline_diamonds", "diamonds", new BaselineRegressor { Strategy = BaselineStatistic.Median }, 20),
    ];

    private static IReadOnlyList<IEstimator> Members => [new DecisionTreeClassifier(), new GaussianNaiveBayes(), new KNeighborsClassifier()];

    // scikit-learn's default: ours goes on to eight digits.
    private static LogisticRegression AsPeer => new() { Tolerance = 1e-4, MaxIterations = 100 };

    /// <summary>Measures the workload, after a warm-up, several times.</summary>
    /// <returns>The size, the median seconds of a fit and of a prediction, and the score on the test part: R2 or accuracy.</returns>
    public (string Size, double Fit, double Predict, double Score) Measure()
    {
        BenchData data = Estimator.Task == TaskKind.Regression ? BenchData.ReadRegression(Data) : BenchData.ReadClassification(Data);
        RepeatedTime fit = new(), predict = new();
        double score = 0;
        RepeatedTime.WarmUp(() => Estimator.FitModel(data.Train, FitContext.Default), model => Predict(data.Test, model));
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            IPredictiveModel model = Estimator.FitModel(data.Train, FitContext.Default);
            fit.AddSince(start);
            (double seconds, score) = Predict(data.Test, model);
            predict.Add(seconds);
        }

        return ($"{data.Train.RowCount:N0} x {data.Train.FeatureCount}", fit.Median, predict.Median, score);
    }

    private static (double Seconds, double Score) Predict(Dataset test, IPredictiveModel model) =>
        model is IRegressionModel regression ? Score(regression, test) : Score((IClassificationModel)model, test);

    private static (double Seconds, double Score) Score(IRegressionModel model, Dataset test)
    {
        double[] predictions = new double[test.RowCount];
        var clock = Stopwatch.StartNew();
        if (test.IsSparse)
        {
            model.Predict(test.SparseFeatures, predictions, Environment.ProcessorCount);
        }
        else
        {
            model.Predict(test.Features, predictions, Environment.ProcessorCount);
        }

        double seconds = clock.Elapsed.TotalSeconds, mean = test.Target.ToArray().Average(), residual = 0, total = 0;
        for (int row = 0; row < predictions.Length; row++)
        {
            residual += Math.Pow(test.Target[row] - predictions[row], 2);
            total += Math.Pow(test.Target[row] - mean, 2);
        }

        return (seconds, 1 - (residual / total));
    }

    private static (double Seconds, double Score) Score(IClassificationModel model, Dataset test)
    {
        var clock = Stopwatch.StartNew();
        int[] classes = new int[test.RowCount];
        if (test.IsSparse)
        {
            model.Predict(test.SparseFeatures, classes, Environment.ProcessorCount);
        }
        else
        {
            model.Predict(test.Features, classes, Environment.ProcessorCount);
        }

        double seconds = clock.Elapsed.TotalSeconds;
        int right = 0;
        for (int row = 0; row < classes.Length; row++)
        {
            right += classes[row] == test.Labels[row] ? 1 : 0;
        }

        return (seconds, (double)right / test.RowCount);
    }
}
