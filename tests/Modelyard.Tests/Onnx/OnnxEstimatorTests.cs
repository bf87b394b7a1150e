using Modelyard.Catalogue;
using Modelyard.Conformance;
using Modelyard.Ensembles;
using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Numerics;
using Modelyard.Onnx;
using Modelyard.Onnx.Exporters;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;
using Modelyard.Trees.Isolation;

namespace Modelyard.Tests.Onnx;

[Collection(OnnxRuntime.Name)]
public sealed class OnnxEstimatorTests(OnnxRuntime runtime)
{
    public static TheoryData<string, int> Estimators
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (EstimatorEntry entry in EstimatorCatalogue.All)
            {
                data.Add(entry.Name, 2);
                if (entry.Default.Task == TaskKind.Classification)
                {
                    data.Add(entry.Name, 4);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void Every_estimator_of_the_catalogue_predicts_alike_in_ONNX_Runtime(string name, int classes) => Check(EstimatorCatalogue.Create(name), classes);

    [Theory]
    [InlineData("SgdClassifier(Loss=Hinge)", 2)]
    [InlineData("SgdClassifier(Loss=Hinge)", 4)]
    [InlineData("SgdClassifier(Loss=ModifiedHuber)", 2)]
    [InlineData("SgdClassifier(Loss=ModifiedHuber)", 4)]
    [InlineData("PoissonRegression(Link=Identity)", 0)]
    [InlineData("GammaRegression(Link=Inverse)", 0)]
    [InlineData("BinomialRegression(Link=Probit)", 0)]
    [InlineData("BinomialRegression(Link=ComplementaryLogLog)", 0)]
    [InlineData("Svc(Kernel=Linear)", 2)]
    [InlineData("Svc(Kernel=Polynomial, Coef0=1)", 3)]
    [InlineData("Svc(Kernel=Sigmoid, Gamma=0.1)", 3)]
    [InlineData("Svr(Kernel=Polynomial, Degree=2)", 0)]
    [InlineData("KNeighborsClassifier(Weights=Distance)", 3)]
    [InlineData("KNeighborsRegressor(Metric=Manhattan, Weights=Distance)", 0)]
    [InlineData("KNeighborsRegressor(Metric=Chebyshev)", 0)]
    [InlineData("KNeighborsRegressor(Metric=Minkowski, P=3, Weights=Distance)", 0)]
    [InlineData("KNeighborsRegressor(Metric=Hamming)", 0)]
    [InlineData("RadiusNeighborsClassifier(Radius=0.7, Weights=Distance)", 3)]
    [InlineData("RadiusNeighborsRegressor(Radius=0.7, Weights=Distance)", 0)]
    [InlineData("AdaBoostClassifier(MaxDepth=3)", 3)]
    [InlineData("GradientBoostingRegressor(Loss=Quantile)", 0)]
    [InlineData("CalibratedClassifier(Method=Isotonic)", 2)]
    [InlineData("CalibratedClassifier(Method=Isotonic)", 3)]
    [InlineData("CalibratedClassifier(Method=Beta)", 2)]
    [InlineData("CalibratedClassifier(Method=Beta)", 3)]
    [InlineData("CalibratedClassifier(Method=Temperature)", 3)]
    [InlineData("CalibratedClassifier(Estimator=LogisticRegression)", 2)]
    [InlineData("CalibratedClassifier(Estimator=LinearSvc)", 2)]
    [InlineData("CalibratedClassifier(Estimator=Svc)", 2)]
    [InlineData("CalibratedClassifier(Estimator=SgdClassifier)", 2)]
    [InlineData("CalibratedClassifier(Estimator=AdaBoostClassifier)", 2)]
    [InlineData("CalibratedClassifier(Estimator=GradientBoostingClassifier)", 2)]
    [InlineData("CalibratedClassifier(Estimator=RandomForestClassifier(Trees=20))", 2)]
    [InlineData("ConformalClassifier(Estimator=LogisticRegression, ByClass=true)", 3)]
    [InlineData("OneVsRest(Estimator=DecisionTreeClassifier)", 4)]
    [InlineData("OneVsOne(Estimator=DecisionTreeClassifier)", 4)]
    [InlineData("OutputCodes(Estimator=DecisionTreeClassifier)", 4)]
    [InlineData("BaggingClassifier(Estimator=LogisticRegression, FeatureShare=0.7)", 3)]
    [InlineData("BaggingRegressor(Estimator=Ridge, FeatureShare=0.7)", 0)]
    [InlineData("ConformalRegressor(Estimator=Ridge, Folds=3)", 0)]
    [InlineData("StackingClassifier(Passthrough=true)", 2)]
    [InlineData("StackingClassifier(Passthrough=true)", 3)]
    [InlineData("StackingRegressor(Passthrough=true)", 0)]
    [InlineData("VotingClassifier(Weights=[1, 0.5, 2])", 3)]
    [InlineData("VotingRegressor(Weights=[1, 3])", 0)]
    [InlineData("BernoulliNaiveBayes(Threshold=0.5)", 3)]
    public void Every_variant_predicts_alike_in_ONNX_Runtime(string estimator, int classes) => Check(EstimatorCatalogue.Create(estimator), classes);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void AdaBoost_of_any_classifier_predicts_alike_in_ONNX_Runtime(int classes) => Check(new AdaBoostClassifier { Estimator = new LogisticRegression(), Iterations = 5 }, classes);

    [Fact]
    public void Angles_between_rows_are_alike_in_ONNX_Runtime()
    {
        var estimator = new KNeighborsClassifier { Metric = DistanceMetric.Cosine, Weights = NeighborWeighting.Distance };
        Dataset data = SampleData.For(estimator, 150);

        // A row of zeros, the last, is as far from all others: which are its nearest is a matter of rounding.
        Matrix rows = HostileRows.Of(data, missing: false);
        OnnxAgreement.Assert(runtime, estimator.Fit(data, FitContext.Default), rows.RowRange(0, rows.Rows - 1));
    }

    [Fact]
    public void Distances_on_a_sphere_are_alike_in_ONNX_Runtime()
    {
        var random = new RandomStream(5, 1);
        double[] places = new double[400], latitudes = new double[200];
        for (int row = 0; row < 200; row++)
        {
            places[2 * row] = latitudes[row] = Math.Asin((2 * random.NextDouble()) - 1);
            places[(2 * row) + 1] = Math.PI * ((2 * random.NextDouble()) - 1);
        }

        var rows = new Matrix(places, 200, 2);
        Dataset data = Dataset.ForRegression(rows, latitudes);
        OnnxAgreement.Assert(runtime, new KNeighborsRegressor { Metric = DistanceMetric.Haversine, Weights = NeighborWeighting.Distance }.Fit(data, FitContext.Default), rows);
        OnnxAgreement.Assert(runtime, new RadiusNeighborsRegressor { Metric = DistanceMetric.Haversine, Radius = 3, Weights = NeighborWeighting.Distance }.Fit(data, FitContext.Default), rows);
    }

    [Fact]
    public void Trees_of_several_targets_and_chains_predict_alike_in_ONNX_Runtime()
    {
        foreach (IMultiTargetEstimator estimator in (IMultiTargetEstimator[])
            [
                new MultiOutputRegressor(), new MultiLabelClassifier(), new ClassifierChain(), new DecisionTreeRegressor(), new DecisionTreeClassifier(),
                new RandomForestRegressor { Trees = 20 }, new RandomForestClassifier { Trees = 20 },
            ])
        {
            Dataset data = SampleData.For(new LogisticRegression(), 150);
            IMultiTargetModel model = estimator.FitTargets(SampleData.Several(estimator, data), FitContext.Default);
            OnnxAgreement.Assert(runtime, model, HostileRows.Of(data, missing: false));
            OnnxAgreement.Assert(runtime, new SingleTargetModel(model, 1), HostileRows.Of(data, missing: false));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Isolation_forests_score_alike_in_ONNX_Runtime(int width)
    {
        Dataset data = SampleData.For(new LogisticRegression(), 300);
        IModel model = new IsolationForest { Trees = 30, ExtensionLevel = width - 1 }.Fit(data, FitContext.Default);
        OnnxAgreement.Assert(runtime, model, HostileRows.Of(data, missing: false));
    }

    [Fact]
    public void Outlines_score_alike_in_ONNX_Runtime()
    {
        Dataset data = SampleData.For(new LogisticRegression(), 150);
        OnnxAgreement.Assert(runtime, new OneClassSvm { Nu = 0.2 }.Fit(data, FitContext.Default), HostileRows.Of(data, missing: false));
    }

    [Fact]
    public void Boosting_of_counts_predicts_alike_in_ONNX_Runtime()
    {
        Dataset data = SampleData.For(new PoissonRegression(), 150);
        IPredictiveModel model = new GradientBoostingRegressor { Loss = BoostingLoss.Poisson }.Fit(data, FitContext.Default);
        OnnxAgreement.Assert(runtime, model, HostileRows.Of(data, missing: true));
    }

    [Theory]
    [InlineData("numbers")]
    [InlineData("counts")]
    [InlineData("two")]
    [InlineData("three")]
    public void Models_of_XGBoost_predict_alike_in_ONNX_Runtime(string name)
    {
        using var cases = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Frames.RepositoryFiles.Oracle("xgboost_models")));
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(cases.RootElement.GetProperty(name).GetProperty("model").GetRawText()));
        IPredictiveModel model = Modelyard.Exchange.XGBoostFile.Read(stream);
        var random = new RandomStream(3);
        var rows = new Matrix(200, 4);
        foreach (ref double cell in rows.AsSpan())
        {
            cell = random.NextGaussian();
        }

        OnnxAgreement.Assert(runtime, model, HostileRows.Of(Dataset.ForRegression(rows, new double[200], model.Features), missing: true));
    }

    [Fact]
    public void Every_model_and_transformer_of_the_library_is_in_the_closed_list()
    {
        Type[] models = [.. typeof(IModel).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(IModel)))];
        Assert.True(models.Length > 50, $"Only {models.Length} models were found.");
        Assert.Empty(models.Where(type => !ModelExport.Knows(type)).Select(type => type.Name));
        Assert.Empty(models.Where(type => type.IsAssignableTo(typeof(IDecisionModel)) && !ModelExport.KnowsDecision(type)).Select(type => type.Name));
    }

    [Fact]
    public void A_model_of_ones_own_and_a_kernel_of_ones_own_are_refused_by_name()
    {
        Dataset data = SampleData.For(new LogisticRegression(), 60);
        var fault = Assert.Throws<ModelyardException>(() => OnnxFile.Write(new Svc { OwnKernel = new Overlap() }.Fit(data, FitContext.Default), Stream.Null));
        Assert.Contains("a kernel of your own", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<ModelyardException>(() => OnnxFile.Write(new Untouched(data.Schema), Stream.Null));
        Assert.Contains("'Untouched'", fault.Message, StringComparison.Ordinal);
    }

    private void Check(IEstimator estimator, int classes)
    {
        Dataset data = SampleData.For(estimator, 150, Math.Max(2, classes));
        IPredictiveModel model = estimator.FitModel(data, FitContext.Default);
        OnnxAgreement.Assert(runtime, model, HostileRows.Of(data, estimator.Traits.MissingValues));
    }

    private sealed class Overlap : IKernel
    {
        public double Compute(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => 1 + VectorKernels.Dot(x, y);

        public void Save(StateWriter state)
        {
        }
    }

    private sealed class Untouched(FeatureSchema features) : ITransformModel
    {
        public FeatureSchema Features => features;

        public FeatureSchema Outputs => features;

        public void Transform(ReadOnlySpan<double> row, Span<double> result) => row.CopyTo(result);

        public void Save(StateWriter state)
        {
        }
    }
}
