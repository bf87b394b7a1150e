using System.Xml.Linq;

namespace Modelyard.Tests.Architecture;

/// <summary>Represents which project may stand on which: the command on the server, that on the yard, that on the library; and on data, which stands on the library beside the yard. The generator of records stands under all: it runs in compilers; so does the agent, which other services take alone.</summary>
internal static class ProjectArrows
{
    private static readonly string[] GroundFirst = ["Modelyard.Generators", "Modelyard.Agent", "Modelyard", "Modelyard.Data", "Modelyard.Yard", "Modelyard.Server", "Modelyard.Cli"];

    /// <summary>Finds what a project file breaks.</summary>
    /// <param name="project">The name of the project.</param>
    /// <param name="xml">The text of the project file.</param>
    /// <returns>A sentence for each broken rule.</returns>
    public static IReadOnlyList<string> Violations(string project, string xml)
    {
        List<string> violations = [];
        int floor = Array.IndexOf(GroundFirst, project);
        if (floor < 0)
        {
            violations.Add($"The project '{project}' has no place in the plan.");
        }

        var root = XElement.Parse(xml);
        foreach (XElement reference in root.Descendants("ProjectReference"))
        {
            string other = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'));
            if (Array.IndexOf(GroundFirst, other) is var below && (below < 0 || below >= floor))
            {
                violations.Add($"{project} refers to {other}, which is not below it.");
            }
            else if (other == "Modelyard.Generators" && (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            {
                violations.Add($"{project} refers to {other} when it runs and must not; that one runs in the compiler.");
            }
        }

        if (project == "Modelyard")
        {
            violations.AddRange(root.Descendants("PackageReference").Concat(root.Descendants("FrameworkReference"))
                .Select(reference => $"The library refers to '{(string?)reference.Attribute("Include")}' and must stand alone."));
        }

        return violations;
    }
}
