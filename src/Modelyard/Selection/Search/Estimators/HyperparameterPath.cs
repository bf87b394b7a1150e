using Modelyard.Learning;
using Modelyard.Pipelines;

namespace Modelyard.Selection.Search;

/// <summary>Finds and sets hyperparameters of an estimator and of what it is made of: <c>Alpha</c>, <c>Estimator.Alpha</c>, <c>StandardScaler.WithMean</c>.</summary>
internal static class HyperparameterPath
{
    private const string Inner = nameof(Pipeline.Estimator);

    /// <summary>Lists the hyperparameters that a search varies by default, those of estimators and steps within included.</summary>
    internal static IEnumerable<(string Path, Hyperparameter Hyperparameter)> Searched(ILearner learner)
    {
        foreach (Hyperparameter own in Hyperparameters.Of(learner).Where(one => one.IsSearched))
        {
            yield return (own.Name, own);
        }

        foreach ((string name, ILearner part) in Parts(learner))
        {
            foreach ((string path, Hyperparameter hyperparameter) in Searched(part))
            {
                yield return ($"{name}.{path}", hyperparameter);
            }
        }
    }

    /// <summary>Finds a hyperparameter.</summary>
    /// <exception cref="ModelyardException">There is none; the message names the nearest.</exception>
    internal static (string Path, Hyperparameter Hyperparameter) Find(ILearner learner, string path)
    {
        int dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            var found = Hyperparameters.Find(learner, path);
            return (found.Name, found);
        }

        (string name, ILearner part) = Part(learner, path[..dot]);
        (string rest, Hyperparameter hyperparameter) = Find(part, path[(dot + 1)..]);
        return ($"{name}.{rest}", hyperparameter);
    }

    /// <summary>Reads the value of a hyperparameter, as text.</summary>
    internal static string Read(ILearner learner, string path)
    {
        int dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? Hyperparameter.Format(Hyperparameters.Find(learner, path).Read(learner)) : Read(Part(learner, path[..dot]).Learner, path[(dot + 1)..]);
    }

    /// <summary>Creates a learner with hyperparameters set from texts.</summary>
    internal static T Set<T>(T learner, IReadOnlyList<KeyValuePair<string, string>> values)
        where T : ILearner
    {
        KeyValuePair<string, object?>[] own = [.. values.Where(pair => !pair.Key.Contains('.', StringComparison.Ordinal)).Select(pair => KeyValuePair.Create(pair.Key, Hyperparameters.Find(learner, pair.Key).Parse(pair.Value)))];
        T changed = own.Length == 0 ? learner : Hyperparameters.With(learner, own);
        foreach (IGrouping<string, KeyValuePair<string, string>> inner in values.Where(pair => pair.Key.Contains('.', StringComparison.Ordinal)).GroupBy(pair => pair.Key[..pair.Key.IndexOf('.', StringComparison.Ordinal)], StringComparer.Ordinal))
        {
            ILearner part = Part(changed, inner.Key).Learner;
            changed = (T)Replace(changed, inner.Key, Set(part, [.. inner.Select(pair => KeyValuePair.Create(pair.Key[(inner.Key.Length + 1)..], pair.Value))]));
        }

        return changed;
    }

    private static ILearner Replace(ILearner learner, string name, ILearner part) => learner is not Pipeline pipeline
        ? Hyperparameters.With(learner, KeyValuePair.Create(name, (object?)part))
        : name == Inner
            ? pipeline with { Estimator = (IEstimator)part }
            : pipeline with { Steps = [.. pipeline.Steps.Select(step => step.GetType().Name == name ? (ITransformer)part : step)] };

    private static (string Name, ILearner Learner) Part(ILearner learner, string name)
    {
        (string Name, ILearner Learner)[] parts = [.. Parts(learner)];
        int place = Array.FindIndex(parts, part => string.Equals(part.Name, name, StringComparison.OrdinalIgnoreCase));
        return place >= 0 ? parts[place] : throw new ModelyardException(
            parts.Length == 0 ? $"'{learner.GetType().Name}' is made of no other learner; '{name}' is none." : $"'{learner.GetType().Name}' has no part '{name}'. It has {string.Join(", ", parts.Select(part => part.Name))}.");
    }

    private static IEnumerable<(string Name, ILearner Learner)> Parts(ILearner learner) => learner is Pipeline pipeline
        ? pipeline.Steps.Select(step => (step.GetType().Name, (ILearner)step)).DistinctBy(step => step.Name).Append((Inner, pipeline.Estimator))
        : Hyperparameters.Of(learner).Where(one => one.IsEstimator).Select(one => (one.Name, (ILearner)one.Read(learner)!));
}
