using Modelyard.Learning;

namespace Modelyard.Selection.Search;

/// <summary>Represents the search space of an estimator, or of several to choose among, and the way from its points back to estimators.</summary>
/// <remarks>
/// The axes come from the declarations of the hyperparameters, those of estimators and steps within included: <c>Estimator.Alpha</c>. Of several estimators the first axis is
/// <c>Estimator</c>, and the axes of each begin with its name and have values when it is chosen: <c>Ridge.Alpha</c>. Immutable.
/// </remarks>
public sealed class EstimatorSpace
{
    /// <summary>The name of the axis that chooses among estimators.</summary>
    public const string Choice = "Estimator";

    private readonly IReadOnlyList<IEstimator> _estimators;
    private readonly List<SearchDimension> _dimensions;
    private readonly IReadOnlyList<string> _constraints;
    private readonly IReadOnlyList<string> _stated;
    private readonly Lazy<SearchSpace> _space;

    private EstimatorSpace(IReadOnlyList<IEstimator> estimators, IReadOnlyList<SearchDimension> dimensions, IReadOnlyList<string> constraints, IReadOnlyList<string> stated)
    {
        _estimators = estimators;
        _dimensions = Ordered(dimensions);
        _constraints = constraints;
        _stated = stated;
        _space = new Lazy<SearchSpace>(() => _dimensions.Count == 0
            ? throw new ModelyardException($"'{_estimators[0].GetType().Name}' declares no hyperparameter to search. Name one with its values, as in '--space Name=1..10'.")
            : new SearchSpace(_dimensions) { Constraints = [.. _constraints.Select(text => SearchConstraint.Parse(text, _dimensions))] });
    }

    /// <summary>Gets the space.</summary>
    /// <exception cref="ModelyardException">There is no axis, or a constraint is none.</exception>
    public SearchSpace Space => _space.Value;

    /// <summary>Gets the points at which each estimator is as it was given. A value may lie beyond the range of its axis.</summary>
    public IReadOnlyList<SearchPoint> Defaults => [.. _estimators.Select(DefaultOf)];

    /// <summary>Gets the defaults that a search may try and choose: those that meet the constraints and lie within the axes that were stated by <see cref="With"/>. Beyond a declared range a default is tried, though never drawn.</summary>
    public IReadOnlyList<SearchPoint> Starts => [.. Defaults.Where(point => Space.Allows(point) && _stated.All(name => IsWithin(point, name)))];

    private bool HasChoice => _estimators.Count > 1;

    /// <summary>Creates the space of estimators from the declarations of their hyperparameters.</summary>
    /// <param name="estimators">The estimators, one or more, of different types; what is not searched stays as it is.</param>
    /// <returns>The space.</returns>
    /// <exception cref="ModelyardException">There is none, two are of one type, or they are for different tasks.</exception>
    public static EstimatorSpace Of(params IReadOnlyList<IEstimator> estimators)
    {
        ArgumentNullException.ThrowIfNull(estimators);
        if (estimators.Count == 0)
        {
            throw new ModelyardException("There is no estimator to search. Name one or more.");
        }

        if (estimators.GroupBy(one => one.GetType()).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
        {
            throw new ModelyardException($"'{twice.Key.Name}' is named twice and must be named once; its hyperparameters can be searched.");
        }

        if (estimators.FirstOrDefault(one => one.Task != estimators[0].Task) is { } other)
        {
            throw new ModelyardException($"'{estimators[0].GetType().Name}' is for {estimators[0].Task.ToString().ToLowerInvariant()} and '{other.GetType().Name}' for {other.Task.ToString().ToLowerInvariant()}. Search those of one task at a time.");
        }

        bool hasChoice = estimators.Count > 1;
        var dimensions = new List<SearchDimension>();
        if (hasChoice)
        {
            dimensions.Add(new ChoiceDimension(Choice, [.. estimators.Select(one => one.GetType().Name)]));
        }

        foreach (IEstimator estimator in estimators)
        {
            string name = estimator.GetType().Name;
            dimensions.AddRange(HyperparameterPath.Searched(estimator).Select(one =>
                Declared(hasChoice ? $"{name}.{one.Path}" : one.Path, one.Hyperparameter) with { When = hasChoice ? new SearchCondition(Choice, name) : null }));
        }

        return new EstimatorSpace(estimators, dimensions, [], []);
    }

    /// <summary>Creates a space with an axis changed, added or, by a single value, fixed.</summary>
    /// <param name="text">The axis and its values: <c>Alpha=log(1e-4,10)</c>, <c>MaxDepth=2..12</c>, <c>Kernel={Rbf,Linear}</c>, <c>Trees=300</c>; a condition may follow, as in <c>Degree=2..5 when Kernel={Polynomial}</c>.</param>
    /// <returns>A new space.</returns>
    /// <exception cref="ModelyardException">The text is none of these, there is no such hyperparameter, or it does not allow a value.</exception>
    public EstimatorSpace With(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var change = SpaceText.Parse(text);
        (IEstimator estimator, string path, Hyperparameter hyperparameter) = Find(change.Name);
        string prefix = HasChoice ? $"{estimator.GetType().Name}." : "";
        SearchCondition? own = HasChoice ? new SearchCondition(Choice, estimator.GetType().Name) : null;
        SearchDimension changed = change.Create(prefix + path, hyperparameter) with
        {
            When = change.When is { } when ? when with { Name = prefix + Find(when.Name).Path } : own,
        };
        int place = _dimensions.FindIndex(one => one.Name == changed.Name);
        return new EstimatorSpace(_estimators, place < 0 ? [.. _dimensions, changed] : [.. _dimensions.Select((one, i) => i == place ? changed : one)], _constraints, [.. _stated, changed.Name]);
    }

    /// <summary>Creates a space with one more constraint.</summary>
    /// <param name="text">An expression over the names of axes, as in <c>MinSamplesLeaf * 2 &lt;= MinSamplesSplit</c>; a name with a dot stands in backticks.</param>
    /// <returns>A new space.</returns>
    public EstimatorSpace WithConstraint(string text) => new(_estimators, _dimensions, [.. _constraints, text], _stated);

    /// <summary>Creates the estimator of a point.</summary>
    /// <param name="point">The point.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ModelyardException">A hyperparameter does not allow a value.</exception>
    public IEstimator Create(SearchPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        if (!HasChoice)
        {
            return HyperparameterPath.Set(_estimators[0], [.. point.Values]);
        }

        IEstimator chosen = _estimators.First(one => one.GetType().Name == point[Choice]);
        string prefix = chosen.GetType().Name + ".";
        return HyperparameterPath.Set(chosen, [.. point.Values.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(pair => KeyValuePair.Create(pair.Key[prefix.Length..], pair.Value))]);
    }

    private static SearchDimension Declared(string name, Hyperparameter hyperparameter) => !hyperparameter.IsNumber
        ? new ChoiceDimension(name, [.. hyperparameter.Choices.Select(Hyperparameter.Format)])
        : hyperparameter.IsInteger
            ? new IntegerDimension(name, (int)hyperparameter.Search[0], (int)hyperparameter.Search[1], hyperparameter.Scale)
            : new RealDimension(name, hyperparameter.Search[0], hyperparameter.Search[1], hyperparameter.Scale);

    /// <summary>Puts each axis behind the one that it depends on; all others stay where they are.</summary>
    private static List<SearchDimension> Ordered(IReadOnlyList<SearchDimension> dimensions)
    {
        List<SearchDimension> rest = [.. dimensions], ordered = [];
        while (rest.Count > 0)
        {
            SearchDimension next = rest.Find(one => one.When is not { } when || !rest.Exists(other => other.Name == when.Name)) ?? rest[0];
            rest.Remove(next);
            ordered.Add(next);
        }

        return ordered;
    }

    private bool IsWithin(SearchPoint point, string name) =>
        !point.Values.TryGetValue(name, out string? value) || _dimensions.First(one => one.Name == name).Holds(value);

    private SearchPoint DefaultOf(IEstimator estimator)
    {
        string name = estimator.GetType().Name, prefix = HasChoice ? name + "." : "";
        var values = new List<KeyValuePair<string, string>>();
        foreach (SearchDimension dimension in _dimensions)
        {
            if (HasChoice && dimension.Name == Choice)
            {
                values.Add(KeyValuePair.Create(Choice, name));
            }
            else if (dimension.Name.StartsWith(prefix, StringComparison.Ordinal) && dimension.When?.Holds(values.Find(one => one.Key == dimension.When.Name).Value) != false)
            {
                // A fixed axis has one value, which is the default of the search.
                string value = dimension.Count == 1 ? dimension.At(0.5) : HyperparameterPath.Read(estimator, dimension.Name[prefix.Length..]);
                values.Add(KeyValuePair.Create(dimension.Name, value));
            }
        }

        return new SearchPoint(values);
    }

    private (IEstimator Estimator, string Path, Hyperparameter Hyperparameter) Find(string name)
    {
        if (!HasChoice)
        {
            (string path, Hyperparameter hyperparameter) = HyperparameterPath.Find(_estimators[0], name);
            return (_estimators[0], path, hyperparameter);
        }

        int dot = name.IndexOf('.', StringComparison.Ordinal);
        IEstimator estimator = (dot < 0 ? null : _estimators.FirstOrDefault(one => string.Equals(one.GetType().Name, name[..dot], StringComparison.OrdinalIgnoreCase)))
            ?? throw new ModelyardException($"'{name}' must begin with the name of an estimator, as in '{_estimators[0].GetType().Name}.{(dot < 0 ? name : name[(dot + 1)..])}': several are searched, {string.Join(", ", _estimators.Select(one => one.GetType().Name))}.");
        (string found, Hyperparameter own) = HyperparameterPath.Find(estimator, name[(dot + 1)..]);
        return (estimator, found, own);
    }
}
