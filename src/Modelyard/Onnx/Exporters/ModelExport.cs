using Modelyard.Baselines;
using Modelyard.Bayes;
using Modelyard.Decomposition;
using Modelyard.Ensembles;
using Modelyard.Kernels;
using Modelyard.Kernels.Approximation;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Onnx.Graphs;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Preparation.Outliers;
using Modelyard.Preparation.Text;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;
using Modelyard.Trees.Isolation;

namespace Modelyard.Onnx.Exporters;

/// <summary>Holds the closed list of models that can be laid out as graphs.</summary>
/// <remarks>
/// A regression gives one column, a classification one probability a class, a model of several targets one column a target, an anomaly model its score, a transformer its features.
/// </remarks>
internal static class ModelExport
{
    private static readonly Dictionary<Type, Func<IModel, GraphValue, GraphValue>> s_exports = [];
    private static readonly Dictionary<Type, Func<IModel, GraphValue, GraphValue>> s_decisions = [];

    static ModelExport()
    {
        Add<PipelineClassificationModel>(EnsembleExport.Of);
        Add<PipelineRegressionModel>(EnsembleExport.Of);
        Add<PipelineAnomalyModel>(EnsembleExport.Of);
        Add<VotingClassificationModel>(EnsembleExport.Of);
        Add<VotingRegressionModel>(EnsembleExport.Of);
        Add<BaggingClassificationModel>(EnsembleExport.Of);
        Add<BaggingRegressionModel>(EnsembleExport.Of);
        Add<StackingClassificationModel>(EnsembleExport.Of);
        Add<StackingRegressionModel>(EnsembleExport.Of);
        Add<OneVsRestModel>(EnsembleExport.Of);
        Add<OneVsOneModel>(EnsembleExport.Of);
        Add<OutputCodesModel>(EnsembleExport.Of);
        Add<MultiTargetModel>(EnsembleExport.Of);
        Add<ChainModel>(EnsembleExport.Of);
        Add<SingleTargetModel>(EnsembleExport.Of);
        Add<CalibratedClassificationModel>(CalibrationExport.Of);
        Add<ConformalClassificationModel>(EnsembleExport.Of);
        Add<ConformalRegressionModel>(EnsembleExport.Of);

        Add<BaselineClassificationModel>(ScoreExport.Of);
        Add<BaselineRegressionModel>(LinearExport.Of);
        Add<LinearModel>(LinearExport.Of);
        Add<LogisticModel>(ScoreExport.Of, ScoreExport.Scores);
        Add<GeneralizedLinearModel>(LinearExport.Of);
        Add<HuberModel>(LinearExport.Of);
        Add<IsotonicModel>(LinearExport.Of);
        Add<GaussianNaiveBayesModel>(BayesExport.Of, BayesExport.Decision);
        Add<LinearNaiveBayesModel>(BayesExport.Of, BayesExport.Decision);
        Add<CategoricalNaiveBayesModel>(BayesExport.Of, BayesExport.Decision);
        Add<SgdClassificationModel>(ScoreExport.Of, ScoreExport.Scores);
        Add<SvcModel>(KernelExport.Of, KernelExport.Decision);
        Add<SvrModel>(KernelExport.Of);
        Add<OneClassSvmModel>(KernelExport.Of);
        Add<LinearSvcModel>(ScoreExport.Of, ScoreExport.Scores);
        Add<LinearSvrModel>(LinearExport.Of);
        Add<NystroemModel>(KernelExport.Of);
        Add<RandomFourierModel>(KernelExport.Of);
        Add<KNeighborsClassificationModel>(NeighborExport.Of);
        Add<KNeighborsRegressionModel>(NeighborExport.Of);
        Add<RadiusNeighborsClassificationModel>(NeighborExport.Of);
        Add<RadiusNeighborsRegressionModel>(NeighborExport.Of);

        Add<TreeClassificationModel>(TreeExport.Of);
        Add<TreeRegressionModel>(TreeExport.Of);
        Add<ForestClassificationModel>(TreeExport.Of);
        Add<ForestRegressionModel>(TreeExport.Of);
        Add<MultiTargetTreeModel>(TreeExport.Of);
        Add<AdaBoostClassificationModel>(TreeExport.Of, TreeExport.Votes);
        Add<AdaBoostRegressionModel>(TreeExport.Of);
        Add<GradientBoostingClassificationModel>(BoostingExport.Of, (model, x) => BoostingExport.Scores(model.Trees, x));
        Add<GradientBoostingRegressionModel>(BoostingExport.Of);
        Add<TreeSumClassificationModel>(TreeExport.Of, (model, x) => TreeExport.Scores(model.Scores, model.Features, x));
        Add<TreeSumRegressionModel>(TreeExport.Of);
        Add<IsolationForestModel>(IsolationExport.Of);

        Add<DatePartsModel>(DateExport.Of);
        Add<DateCyclesModel>(DateExport.Of);
        Add<ImputerModel>(ScalingExport.Of);
        Add<BinModel>(EncodingExport.Of);
        Add<PolynomialModel>(ExpansionExport.Of);
        Add<PowerModel>(ScalingExport.Of);
        Add<SplineModel>(ExpansionExport.Of);
        Add<OneHotModel>(EncodingExport.Of);
        Add<OrdinalModel>((_, x) => x);
        Add<QuantileModel>(ScalingExport.Of);
        Add<ScalingModel>(ScalingExport.Of);
        Add<ClippingModel>(ScalingExport.Of);
        Add<TargetEncodingModel>(EncodingExport.Of);
        Add<SelectionModel>(ReductionExport.Of);
        Add<TruncatedSvdModel>(ReductionExport.Of);
        Add<TfidfModel>(TextExport.Of);
        Add<TextPreparationModel>(TextExport.Of);
    }

    /// <summary>Tells whether models of a type can be laid out.</summary>
    internal static bool Knows(Type type) => s_exports.ContainsKey(type);

    /// <summary>Tells whether models of a type can be laid out by their decision values.</summary>
    internal static bool KnowsDecision(Type type) => s_decisions.ContainsKey(type);

    /// <summary>Lays out what a model gives for rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="x">The rows, one column a feature.</param>
    /// <exception cref="ModelyardException">The model is of a type of one's own, or computes what no operator does.</exception>
    internal static GraphValue Of(IModel model, GraphValue x) => Find(s_exports, model)(model, x);

    /// <summary>Lays out the decision values of a model of two classes: above 0 speaks for the second.</summary>
    internal static GraphValue Decision(IDecisionModel model, GraphValue x) => Find(s_decisions, model)(model, x);

    private static Func<IModel, GraphValue, GraphValue> Find(Dictionary<Type, Func<IModel, GraphValue, GraphValue>> exports, IModel model) =>
        exports.TryGetValue(model.GetType(), out Func<IModel, GraphValue, GraphValue>? export)
            ? export
            : throw new ModelyardException($"A model of the type '{model.GetType().Name}' cannot be written as ONNX: no operators are known that stand for it. Leave it out of the pipeline, or serve it with Modelyard.");

    private static void Add<T>(Func<T, GraphValue, GraphValue> export, Func<T, GraphValue, GraphValue>? decision = null)
        where T : IModel
    {
        s_exports.Add(typeof(T), (model, x) => export((T)model, x));
        if (decision is not null)
        {
            s_decisions.Add(typeof(T), (model, x) => decision((T)model, x));
        }
    }
}
