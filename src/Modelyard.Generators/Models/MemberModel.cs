namespace Modelyard.Generators.Models;

/// <summary>Represents a member that is a column.</summary>
/// <param name="Name">The name in C#, escaped where it is a keyword.</param>
/// <param name="Column">The name of the column.</param>
/// <param name="ShownMember">The member for people.</param>
/// <param name="ShownType">The type for people.</param>
/// <param name="Type">The type in code, without its question mark.</param>
/// <param name="Kind">The kind of the column.</param>
/// <param name="Form">How it becomes a cell.</param>
/// <param name="IsNullable">True if it may be null.</param>
/// <param name="IsOptional">True if a table may lack the column.</param>
/// <param name="MissingIsNaN">True if a missing cell is NaN.</param>
/// <param name="Least">The least integer that it holds.</param>
/// <param name="Greatest">The greatest integer that it holds.</param>
/// <param name="Enumeration">The number of its enumeration; -1 if it has none.</param>
/// <param name="Contract">What its attributes ask for.</param>
internal sealed record MemberModel(
    string Name,
    string Column,
    string ShownMember,
    string ShownType,
    string Type,
    string Kind,
    CellForm Form,
    bool IsNullable,
    bool IsOptional,
    bool MissingIsNaN,
    long Least,
    long Greatest,
    int Enumeration,
    ContractModel Contract)
{
    /// <summary>Gets a value indicating whether it is a value that may be null, and not a reference.</summary>
    public bool IsNullableValue => IsNullable && !IsText;

    public bool IsText => Form is CellForm.Text or CellForm.Category;
}
