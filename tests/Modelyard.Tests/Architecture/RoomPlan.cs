namespace Modelyard.Tests.Architecture;

/// <summary>Represents the plan of the library: which room stands on which floor, and who may look into whom.</summary>
internal static class RoomPlan
{
    /// <summary>The rooms of each floor, the ground floor first. A room imports from lower floors only.</summary>
    private static readonly string[][] Floors =
    [
        ["Numerics", "Probability"],
        ["Frames", "Learning"],
        ["Linear", "Bayes", "Trees", "Kernels", "Neighbors", "Clustering", "Decomposition", "Manifolds", "Neural", "Baselines", "Metrics", "Drift", "Charts"],
        ["Preparation", "Ensembles", "Pipelines"],
        ["Selection", "Evaluation", "Explanation", "Inference", "Persistence", "Onnx", "Exchange", "Catalogue", "Conformance"],
        ["Training", "Reports", "Monitoring"],
    ];

    /// <summary>The only imports within a floor, each with its reason.</summary>
    private static readonly Dictionary<(string From, string To), string> Neighbours = new()
    {
        [("Probability", "Numerics")] = "distributions draw from the random streams",
        [("Catalogue", "Selection")] = "the catalogue names the estimators that choose features, by the choices of selection",
        [("Conformance", "Persistence")] = "the suite stores each model and loads it again",
    };

    /// <summary>Imports that the floors would allow and the design forbids, each with its reason.</summary>
    private static readonly Dictionary<(string From, string To), string> Walls = Rooms(2)
        .ToDictionary(room => (room, "Frames"), _ => "floor 2 sees numbers, never frames");

    /// <summary>Finds what a library breaks of the plan.</summary>
    /// <param name="references">The references between types, by their full names.</param>
    /// <returns>A sentence for each broken rule and pair of types.</returns>
    public static IReadOnlyList<string> Violations(IEnumerable<(string From, string To)> references)
    {
        List<string> violations = [];
        HashSet<(string From, string To)> imports = [];
        foreach ((string from, string to) in references.Distinct())
        {
            string? room = Room(from), other = Room(to);
            if (room is null || other is null || room == other)
            {
                // Types outside every room, such as ModelyardException, are for all to use but use no room themselves.
                if (room is null && other is not null)
                {
                    violations.Add($"{from} stands in no room and uses {to}.");
                }

                continue;
            }

            imports.Add((room, other));
            if (Reason(room, other) is { } reason)
            {
                violations.Add($"{from} uses {to}: {reason}.");
            }
        }

        violations.AddRange(imports.Where(pair => imports.Contains((pair.To, pair.From)) && string.CompareOrdinal(pair.From, pair.To) < 0)
            .Select(pair => $"{pair.From} and {pair.To} use each other."));
        return violations;
    }

    private static string? Reason(string from, string to)
    {
        int floor = Floor(from), below = Floor(to);
        if (floor < 0 || below < 0)
        {
            return $"the room '{(floor < 0 ? from : to)}' has no floor in the plan";
        }

        if (Walls.TryGetValue((from, to), out string? reason))
        {
            return reason;
        }

        return below < floor || Neighbours.ContainsKey((from, to)) ? null : $"{from} stands on floor {floor} and {to} on floor {below}";
    }

    private static string? Room(string type)
    {
        string[] parts = type.Split('.');
        return parts.Length < 3 || parts[0] != "Modelyard" ? null : parts[1];
    }

    private static int Floor(string room) => Array.FindIndex(Floors, rooms => rooms.Contains(room));

    private static string[] Rooms(int floor) => Floors[floor];
}
