namespace Modelyard.Generators.Models;

/// <summary>Represents a record of a table, as it is written down: all that its generated code depends on.</summary>
/// <param name="Namespace">The namespace; empty if it is global.</param>
/// <param name="Containers">The declarations of the types around it from the outside in, such as <c>partial class Shop</c>.</param>
/// <param name="Declaration">The declaration, such as <c>partial record struct Order</c>.</param>
/// <param name="Name">The name.</param>
/// <param name="IsReference">True if it is a class.</param>
/// <param name="HidesSchema">True if a type that it inherits from is a record of a table too.</param>
/// <param name="Members">The members that are columns.</param>
/// <param name="Arguments">The members that the constructor takes, as parameters and numbers of members.</param>
/// <param name="Enumerations">The enumerations that members are categories of.</param>
internal sealed record RecordModel(
    string Namespace,
    EquatableArray<string> Containers,
    string Declaration,
    string Name,
    bool IsReference,
    bool HidesSchema,
    EquatableArray<MemberModel> Members,
    EquatableArray<ArgumentModel> Arguments,
    EquatableArray<EnumerationModel> Enumerations)
{
    /// <summary>Gets the name of the file that the compiler is given.</summary>
    public string File => string.Join(".", new[] { Namespace }.Concat(Containers.Select(container => container.Split(' ').Last())).Append(Name).Where(part => part.Length > 0)).Replace("@", string.Empty) + ".FrameRecord.g.cs";
}
