using System.Collections.Concurrent;
using Modelyard.Baselines;
using Modelyard.Bayes;
using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Trees.Boosting;

namespace Modelyard.Persistence;

/// <summary>Holds the closed list of what a model file may contain: names and the functions that read them.</summary>
public static class ModelTypes
{
    private static readonly ConcurrentDictionary<string, Func<StateReader, IPersistent>> Loaders = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    static ModelTypes()
    {
        Add<Predictor>();
        Add<PipelineRegressionModel>();
        Add<PipelineClassificationModel>();
        Add<VotingRegressionModel>();
        Add<VotingClassificationModel>();
        Add<ImputerModel>();
        Add<ScalingModel>();
        Add<QuantileModel>();
        Add<OneHotModel>();
        Add<OrdinalModel>();
        Add<TargetEncodingModel>();
        Add<DatePartsModel>();
        Add<GradientBoostingRegressionModel>();
        Add<GradientBoostingClassificationModel>();
        Add<BaselineRegressionModel>();
        Add<BaselineClassificationModel>();
        Add<LinearModel>();
        Add<LogisticModel>();
        Add<GaussianNaiveBayesModel>();
        Add<KNeighborsRegressionModel>();
        Add<KNeighborsClassificationModel>();
    }

    /// <summary>Adds a type of one's own to the list. Call it once, before files that hold it are read.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <exception cref="InvalidOperationException">Another type has this name.</exception>
    public static void Add<T>()
        where T : IPersistent<T>
    {
        if (Names.TryAdd(typeof(T), T.TypeName) && !Loaders.TryAdd(T.TypeName, state => T.Load(state)))
        {
            Names.TryRemove(typeof(T), out _);
            throw new InvalidOperationException($"Another type is already stored under the name '{T.TypeName}'.");
        }
    }

    internal static bool IsKnown(Type type) => Names.ContainsKey(type);

    internal static string NameOf(IPersistent part) => Names.TryGetValue(part.GetType(), out string? name)
        ? name
        : throw new ModelyardException($"The type '{part.GetType().Name}' is not in the list of what a model file may hold. Add it with 'ModelTypes.Add'.");

    internal static IPersistent Load(string name, StateReader state)
    {
        if (!Loaders.TryGetValue(name, out Func<StateReader, IPersistent>? load))
        {
            throw new ModelFormatException($"The model file holds a part of the type '{JsonReading.Shorten(name)}', which this version does not know.");
        }

        try
        {
            return load(state);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or IndexOutOfRangeException or OverflowException)
        {
            throw new ModelFormatException($"The part '{JsonReading.Shorten(name)}' of the model file is damaged: {fault.Message}", fault);
        }
    }
}
