using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Modelyard.Learning;

/// <summary>Reads, checks and changes the hyperparameters that learners declare.</summary>
public static class Hyperparameters
{
    private static readonly ConcurrentDictionary<Type, Hyperparameter[]> Declared = new();

    /// <summary>Lists the hyperparameters of a learner in the order of their declaration.</summary>
    /// <param name="learner">The learner.</param>
    /// <returns>The declared hyperparameters.</returns>
    public static IReadOnlyList<Hyperparameter> Of(ILearner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        return OfType(learner.GetType());
    }

    /// <summary>Checks every hyperparameter against its declaration.</summary>
    /// <param name="learner">The learner.</param>
    /// <exception cref="ModelyardException">A value is out of its range; the message names every such value.</exception>
    public static void Check(ILearner learner)
    {
        List<string>? faults = null;
        foreach (Hyperparameter hyperparameter in Of(learner))
        {
            object? value = hyperparameter.Read(learner);
            if (!hyperparameter.IsAllowed(value))
            {
                (faults ??= []).Add(hyperparameter.Refusal(Hyperparameter.Format(value)).Message);
            }
        }

        if (faults is not null)
        {
            throw new ModelyardException(string.Join(" ", faults));
        }
    }

    /// <summary>Reads the values of all hyperparameters.</summary>
    /// <param name="learner">The learner.</param>
    /// <returns>The values by name, in the order of their declaration; null means 'none'.</returns>
    public static IReadOnlyDictionary<string, object?> Values(ILearner learner) =>
        new OrderedDictionary<string, object?>(Of(learner).Select(one => KeyValuePair.Create(one.Name, one.Read(learner))), StringComparer.Ordinal);

    /// <summary>Creates a learner with some hyperparameters changed.</summary>
    /// <typeparam name="T">The type of the learner.</typeparam>
    /// <param name="learner">The learner, which stays as it is.</param>
    /// <param name="values">The new values by name; null means 'none'.</param>
    /// <returns>A new learner.</returns>
    /// <exception cref="ModelyardException">There is no hyperparameter of a name, or it does not allow the value.</exception>
    public static T With<T>(T learner, params IEnumerable<KeyValuePair<string, object?>> values)
        where T : ILearner
    {
        ILearner changed = Copy(learner);

        foreach ((string name, object? value) in values)
        {
            Hyperparameter hyperparameter = Find(learner, name);
            if (!hyperparameter.IsAllowed(value))
            {
                throw hyperparameter.Refusal(Hyperparameter.Format(value));
            }

            hyperparameter.Write(changed, value);
        }

        return (T)changed;
    }

    /// <summary>Finds a hyperparameter by name, in whatever case.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="name">The name.</param>
    /// <returns>The hyperparameter.</returns>
    /// <exception cref="ModelyardException">There is none of this name; the message names the nearest and lists those there are.</exception>
    public static Hyperparameter Find(ILearner learner, string name)
    {
        IReadOnlyList<Hyperparameter> declared = Of(learner);
        return declared.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ModelyardException(declared.Count == 0
                ? $"'{learner.GetType().Name}' has no hyperparameters; '{name}' cannot be set."
                : $"'{learner.GetType().Name}' has no hyperparameter '{name}'. The nearest is '{Spelling.Nearest(name, declared.Select(one => one.Name))}'. It has {string.Join(", ", declared.Select(one => one.Name))}.");
    }

    /// <summary>Copies every property that can be set: hyperparameters, and what else a learner is told, such as the names of columns.</summary>
    private static ILearner Copy(ILearner learner)
    {
        object copy = Activator.CreateInstance(learner.GetType()) ?? throw new InvalidOperationException("A learner must have a public parameterless constructor.");
        foreach (PropertyInfo property in learner.GetType().GetProperties().Where(property => property.CanWrite))
        {
            property.SetValue(copy, property.GetValue(learner));
        }

        return (ILearner)copy;
    }

    private static Hyperparameter[] OfType(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type type)
    {
        if (Declared.TryGetValue(type, out Hyperparameter[]? known))
        {
            return known;
        }

        // A learner made of learners (a pipeline, a vote) has no hyperparameters of its own, and no constructor without its parts.
        if (type.GetConstructor(Type.EmptyTypes) is null)
        {
            return Declared.GetOrAdd(type, []);
        }

        object? defaults = Activator.CreateInstance(type);
        var declared = new List<Hyperparameter>();
        foreach (PropertyInfo property in type.GetProperties().OrderBy(property => property.MetadataToken))
        {
            if (property.GetCustomAttribute<HyperparameterAttribute>() is { } declaration)
            {
                declared.Add(new Hyperparameter(property, declaration, property.GetValue(defaults)));
            }
        }

        return Declared.GetOrAdd(type, [.. declared]);
    }
}
