using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Represents what a search may choose from: axes, some of which have values only where a choice before them has a certain one, and constraints.</summary>
/// <remarks>The prior of each axis is even over its scale, independent of the others. Immutable.</remarks>
public sealed class SearchSpace
{
    private const int MostDraws = 10_000;
    private const int MostListed = 100_000;

    private readonly Dictionary<string, int> _places;
    private readonly Lazy<IReadOnlyList<SearchPoint>?> _all;

    /// <summary>Initializes a space.</summary>
    /// <param name="dimensions">The axes; one that depends on a choice stands behind it.</param>
    /// <exception cref="ModelyardException">There is none, two have one name, or a condition names no choice before its axis.</exception>
    public SearchSpace(params IReadOnlyList<SearchDimension> dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        if (dimensions.Count == 0)
        {
            throw new ModelyardException("The search space has no axis; there is nothing to search. Name one, as in '--space Alpha=log(1e-4,10)'.");
        }

        Dimensions = dimensions;
        _places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < dimensions.Count; i++)
        {
            Check(dimensions[i]);
            _places.Add(dimensions[i].Name, i);
        }

        _all = new Lazy<IReadOnlyList<SearchPoint>?>(ListAll);
    }

    /// <summary>Gets the axes.</summary>
    public IReadOnlyList<SearchDimension> Dimensions { get; }

    /// <summary>Gets what points must meet beside their ranges.</summary>
    public IReadOnlyList<SearchConstraint> Constraints { get; init; } = [];

    /// <summary>Gets all points that meet the constraints, if they are few enough to be listed; null if not.</summary>
    public IReadOnlyList<SearchPoint>? AllPoints => _all.Value;

    /// <summary>Gets the space as one text; equal spaces have equal texts.</summary>
    public string Text => string.Join("; ", Dimensions.Select(one => one.ToString()).Concat(Constraints.Select(one => one.Text)));

    /// <summary>Says whether a point meets all constraints.</summary>
    /// <param name="point">The point.</param>
    /// <returns>Whether it does.</returns>
    public bool Allows(SearchPoint point) => Constraints.All(constraint => constraint.Holds(point));

    /// <summary>Makes the point at shares of the priors.</summary>
    /// <param name="shares">A share from 0 to 1 for each axis; those of axes without a value do not matter.</param>
    /// <returns>The point, which need not meet the constraints.</returns>
    public SearchPoint At(ReadOnlySpan<double> shares) => At(shares, (axis, share) => Dimensions[axis].At(share));

    /// <summary>Finds the shares of the priors at which a point lies.</summary>
    /// <param name="point">The point.</param>
    /// <param name="shares">Receives a share for each axis; NaN for one that has no value.</param>
    /// <returns>Whether every value lies on its axis, and no axis that must have a value has none.</returns>
    public bool TryLocate(SearchPoint point, Span<double> shares)
    {
        ArgumentNullException.ThrowIfNull(point);
        string?[] given = new string?[Dimensions.Count];
        for (int i = 0; i < Dimensions.Count; i++)
        {
            shares[i] = double.NaN;
            if (!IsActive(Dimensions[i], given))
            {
                continue;
            }

            if (!point.Values.TryGetValue(Dimensions[i].Name, out given[i]) || double.IsNaN(shares[i] = Dimensions[i].ShareOf(given[i]!)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Draws a point from the prior that meets the constraints.</summary>
    /// <param name="random">The random numbers.</param>
    /// <returns>The point.</returns>
    /// <exception cref="ModelyardException">None of many points that were drawn meets the constraints.</exception>
    public SearchPoint Draw(ref RandomStream random) => Draw((axis, share) => Dimensions[axis].At(share), ref random);

    /// <summary>Lists the points of a grid that meet the constraints.</summary>
    /// <param name="resolution">The number of values of each axis that has more than that, 2 or more; choices have all of theirs.</param>
    /// <returns>The points, all different.</returns>
    public IEnumerable<SearchPoint> Grid(int resolution)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resolution, 2);
        return Grid(resolution, 0, new string?[Dimensions.Count]).Where(Allows);
    }

    /// <summary>Lists the points of a grid that meet the constraints, if they are few enough to be listed; null if not.</summary>
    internal IReadOnlyList<SearchPoint>? ListGrid(int resolution) => IsListed(axis => axis.Grid(resolution).Count) ? [.. Grid(resolution)] : null;

    /// <summary>Draws a point of a grid that meets the constraints.</summary>
    internal SearchPoint DrawFromGrid(int resolution, ref RandomStream random)
    {
        IReadOnlyList<string>[] grid = [.. Dimensions.Select(axis => axis.Grid(resolution))];
        return Draw((axis, share) => grid[axis][(int)(share * grid[axis].Count)], ref random);
    }

    /// <summary>Finds the place of an axis; -1 if there is none of the name.</summary>
    internal int PlaceOf(string name) => _places.GetValueOrDefault(name, -1);

    private bool IsActive(SearchDimension dimension, string?[] given) => dimension.When is not { } condition || condition.Holds(given[_places[condition.Name]]);

    private IEnumerable<SearchPoint> Grid(int resolution, int place, string?[] given)
    {
        if (place == Dimensions.Count)
        {
            return [new SearchPoint(Dimensions.Zip(given).Where(pair => pair.Second is not null).Select(pair => KeyValuePair.Create(pair.First.Name, pair.Second!)))];
        }

        return !IsActive(Dimensions[place], given) ? Grid(resolution, place + 1, given) : Dimensions[place].Grid(resolution).SelectMany(value =>
        {
            string?[] own = [.. given];
            own[place] = value;
            return Grid(resolution, place + 1, own);
        });
    }

    private SearchPoint At(ReadOnlySpan<double> shares, Func<int, double, string> at)
    {
        var values = new List<KeyValuePair<string, string>>(Dimensions.Count);
        string?[] given = new string?[Dimensions.Count];
        for (int i = 0; i < Dimensions.Count; i++)
        {
            if (IsActive(Dimensions[i], given))
            {
                given[i] = at(i, shares[i]);
                values.Add(KeyValuePair.Create(Dimensions[i].Name, given[i]!));
            }
        }

        return new SearchPoint(values);
    }

    private SearchPoint Draw(Func<int, double, string> at, ref RandomStream random)
    {
        Span<double> shares = new double[Dimensions.Count];
        for (int draw = 0; draw < MostDraws; draw++)
        {
            foreach (ref double share in shares)
            {
                share = random.NextDouble();
            }

            SearchPoint point = At(shares, at);
            if (Allows(point))
            {
                return point;
            }
        }

        throw new ModelyardException(
            $"The search space has no valid point: of {MostDraws:N0} that were drawn none meets {string.Join(" and ", Constraints.Select(one => $"'{one.Text}'"))}. Widen the ranges, or loosen the constraint.");
    }

    private List<SearchPoint>? ListAll() => IsListed(axis => axis.Count ?? double.PositiveInfinity) ? [.. Grid(MostListed)] : null;

    private bool IsListed(Func<SearchDimension, double> count) => Dimensions.Aggregate(1.0, (most, axis) => most * count(axis)) <= MostListed;

    private void Check(SearchDimension dimension)
    {
        if (_places.ContainsKey(dimension.Name))
        {
            throw new ModelyardException($"The search space names '{dimension.Name}' twice and must name it once.");
        }

        if (dimension.When is not { } condition)
        {
            return;
        }

        if (!_places.TryGetValue(condition.Name, out int place) || Dimensions[place] is not ChoiceDimension choice)
        {
            throw new ModelyardException($"'{dimension.Name}' depends on '{condition.Name}', which must be a choice of the space that stands before it. Give its values too, as in '{condition.Name}={{A,B}}'.");
        }

        if (condition.Values.FirstOrDefault(value => choice.PlaceOf(value) < 0) is { } unknown)
        {
            throw new ModelyardException($"'{dimension.Name}' has a value when '{condition.Name}' is '{unknown}', which is none of {choice.Range}.");
        }
    }
}
