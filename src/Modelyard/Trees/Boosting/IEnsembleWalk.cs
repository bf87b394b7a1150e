namespace Modelyard.Trees.Boosting;

/// <summary>Defines a step from a node to a child; a leaf steps to itself.</summary>
internal unsafe interface IEnsembleWalk
{
    /// <summary>Finds the next node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="codes">The codes of a row.</param>
    int Next(int node, byte* codes);
}
