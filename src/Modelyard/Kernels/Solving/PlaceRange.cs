namespace Modelyard.Kernels.Solving;

/// <summary>Represents neighbouring places of active variables.</summary>
/// <param name="Start">The first place.</param>
/// <param name="End">The end.</param>
/// <param name="Origin">The place of the variable of the first active row.</param>
internal readonly record struct PlaceRange(int Start, int End, int Origin);
