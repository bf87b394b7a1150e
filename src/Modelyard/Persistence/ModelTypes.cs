using System.Collections.Concurrent;
using Modelyard.Baselines;
using Modelyard.Bayes;
using Modelyard.Decomposition;
using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Kernels;
using Modelyard.Kernels.Approximation;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Preparation.Outliers;
using Modelyard.Preparation.Text;
using Modelyard.Trees;
using Modelyard.Trees.Boosting;
using Modelyard.Trees.Isolation;

namespace Modelyard.Persistence;

/// <summary>Holds the closed list of types that a model file may name.</summary>
/// <remarks>The list is made by the program, never by the file: a name that is not in it is refused.</remarks>
public static class ModelTypes
{
    private static readonly ConcurrentDictionary<string, Func<StateReader, IPersistent>> s_loaders = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<Type, string> s_names = new();

    static ModelTypes()
    {
        Add<Predictor>();
        Add<PipelineClassificationModel>();
        Add<PipelineRegressionModel>();
        Add<PipelineAnomalyModel>();
        Add<VotingClassificationModel>();
        Add<VotingRegressionModel>();
        Add<BaggingClassificationModel>();
        Add<BaggingRegressionModel>();
        Add<StackingClassificationModel>();
        Add<StackingRegressionModel>();
        Add<OneVsRestModel>();
        Add<OneVsOneModel>();
        Add<OutputCodesModel>();
        Add<MultiTargetModel>();
        Add<ChainModel>();
        Add<SingleTargetModel>();
        Add<CalibratedClassificationModel>();
        Add<ConformalClassificationModel>();
        Add<ConformalRegressionModel>();

        Add<BaselineClassificationModel>();
        Add<BaselineRegressionModel>();
        Add<LinearModel>();
        Add<LogisticModel>();
        Add<GeneralizedLinearModel>();
        Add<HuberModel>();
        Add<IsotonicModel>();
        Add<GaussianNaiveBayesModel>();
        Add<LinearNaiveBayesModel>();
        Add<CategoricalNaiveBayesModel>();
        Add<SgdClassificationModel>();
        Add<SvcModel>();
        Add<SvrModel>();
        Add<OneClassSvmModel>();
        Add<LinearSvcModel>();
        Add<LinearSvrModel>();
        Add<NystroemModel>();
        Add<RandomFourierModel>();
        Add<KNeighborsClassificationModel>();
        Add<KNeighborsRegressionModel>();
        Add<RadiusNeighborsClassificationModel>();
        Add<RadiusNeighborsRegressionModel>();

        Add<TreeClassificationModel>();
        Add<TreeRegressionModel>();
        Add<ForestClassificationModel>();
        Add<ForestRegressionModel>();
        Add<MultiTargetTreeModel>();
        Add<AdaBoostClassificationModel>();
        Add<AdaBoostRegressionModel>();
        Add<GradientBoostingClassificationModel>();
        Add<GradientBoostingRegressionModel>();
        Add<TreeSumClassificationModel>();
        Add<TreeSumRegressionModel>();
        Add<IsolationForestModel>();

        Add<DatePartsModel>();
        Add<DateCyclesModel>();
        Add<ImputerModel>();
        Add<BinModel>();
        Add<PolynomialModel>();
        Add<PowerModel>();
        Add<SplineModel>();
        Add<OneHotModel>();
        Add<OrdinalModel>();
        Add<QuantileModel>();
        Add<ScalingModel>();
        Add<ClippingModel>();
        Add<SelectionModel>();
        Add<TargetEncodingModel>();
        Add<TfidfModel>();
        Add<TextPreparationModel>();

        Add<TruncatedSvdModel>();
    }

    /// <summary>Gets the names of all types that a model file may name, in order.</summary>
    public static IReadOnlyList<string> Names => [.. s_loaders.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Adds a type of one's own to the list. To add it again changes nothing.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <exception cref="InvalidOperationException">Another type has the same name.</exception>
    public static void Add<T>()
        where T : IPersistent<T>
    {
        lock (s_loaders)
        {
            if (s_names.ContainsKey(typeof(T)))
            {
                return;
            }

            if (!s_loaders.TryAdd(T.TypeName, state => T.Load(state)))
            {
                throw new InvalidOperationException($"The type '{typeof(T).Name}' is named '{T.TypeName}', as another type is. Give it a name of its own.");
            }

            s_names[typeof(T)] = T.TypeName;
        }
    }

    internal static string NameOf(IPersistent part) => s_names.TryGetValue(part.GetType(), out string? name)
        ? name
        : throw new ModelyardException($"The type '{part.GetType().Name}' cannot be stored, because model files do not know it. Call 'ModelTypes.Add<{part.GetType().Name}>()' first.");

    internal static Func<StateReader, IPersistent> LoaderOf(string name) => s_loaders.TryGetValue(name, out Func<StateReader, IPersistent>? loader)
        ? loader
        : throw new ModelFormatException($"The model holds a part of the type '{name}', which is not known. Update Modelyard, or add a type of your own with 'ModelTypes.Add'.");
}
